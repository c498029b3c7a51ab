"""What the chats have seen, beside what the house meant to tell them."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from core.bootstrap import SUBSCRIBERS
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.infra.queue import JobRow
from dealerline.sandbox.seen import Json
from dealerline.sandbox.user import SandboxUser
from tests.chat import phrasebook
from tests.make import rows


@dataclass(frozen=True, slots=True)
class Notices:
    """told: notices that went out as a message of their own.

    missing, doubled: chat and text of those that do not stand in a chat, or stand there twice without a word.
    repeated: sent again and changed to say that they may be there already; needless: those that were.
    moved: sent again since another message in doubt had taken the place of the first.
    """

    told: int
    missing: tuple[tuple[int, str], ...]
    doubled: tuple[tuple[int, str], ...]
    repeated: int
    needless: int
    moved: int
    answers_doubled: int


async def compare_notices(
    core: Core, sends: Sequence[Json], edits: Sequence[Json], users: Sequence[SandboxUser]
) -> Notices:
    """Every notice of the queue against what the Bot API was told and against the chats as they stand."""
    jobs = [one for one in await rows(core, JobRow) if one.kind == "chat.send"]
    # What came again in the person's own lane is the same notice.
    told = [
        one.payload
        for one in jobs
        if "message_id" not in one.payload and not str(one.dedupe_key).startswith("alone:")
    ]
    meant = Counter((one["chat_id"], one["text"]) for one in told)
    changed = Counter((one["chat_id"], one["text"]) for one in told if one["in_place"])
    doubt = phrasebook().say("en")("notice.again")
    first, again = Counter[tuple[int, str]](), Counter[tuple[int, str]]()
    for one in edits:
        text = str(one["fields"]["text"])
        if one["ok"] and text.endswith(doubt):
            again[int(one["fields"]["chat_id"]), text.removesuffix(doubt).rstrip()] += 1
    answers, last = 0, dict[int, str]()
    for one in sends:
        if not one["ok"]:
            continue
        chat, text = int(one["fields"]["chat_id"]), str(one["fields"]["text"])
        key = chat, text
        first[key] += 1
        answers += key not in meant and last.get(chat) == text
        last[chat] = text
    standing = Counter((user.id, one.text) for user in users for one in user.from_bot())
    # A card changes as time goes by; any other notice stands as it came.
    cards = {(one["chat_id"], one["text"]) for one in told if one.get("subject")}
    stands = {key: first[key] if key in cards else standing[key[0], _seen(key[1])] for key in meant}
    twice = {key: standing[key[0], _seen(key[1])] - meant[key] for key in meant}
    needless = sum(min(again[key], max(0, first[key] - meant[key])) for key in meant)
    return Notices(
        told=len(told),
        missing=tuple(key for key in meant if stands[key] + again[key] < meant[key] - changed[key]),
        doubled=tuple(key for key in meant if twice[key] > 0),
        repeated=again.total(),
        needless=needless,
        moved=sum(max(0, first[key] - meant[key]) for key in meant) - needless,
        answers_doubled=answers,
    )


def _seen(text: str) -> str:
    """What a chat shows of a text with HTML."""
    return html.unescape(re.sub(r"<[^>]*>", "", text)).strip()


async def unfinished(core: Core) -> list[str]:
    """Jobs that were buried or still wait, and facts that the chat was not told of once."""
    jobs = await rows(core, JobRow)
    faults = [f"{one.kind} {one.id} is {one.state}: {one.error}" for one in jobs if one.state != "done"]
    heard = Counter(one.payload["entry"] for one in jobs if one.kind == "hear.chat")
    return faults + [
        f"{one.name} {one.id} was heard {heard[str(one.id)]} times"
        for one in await rows(core, JournalRow)
        if heard[str(one.id)] != ("chat" in SUBSCRIBERS.get(one.name, ()))
    ]
