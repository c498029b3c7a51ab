"""What the chats have seen, beside what the house meant to tell them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from core.bootstrap import SUBSCRIBERS
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.infra.queue import JobRow
from dealerline.sandbox.seen import Json
from tests.chat import phrasebook
from tests.make import rows


@dataclass(frozen=True, slots=True)
class Notices:
    """told: notices that went out as a message of their own.

    missing, doubled: chat and text of those that a chat has not got, or got once more without a word.
    repeated: sent again with the word that they may be there already; needless: those that were.
    """

    told: int
    missing: tuple[tuple[int, str], ...]
    doubled: tuple[tuple[int, str], ...]
    repeated: int
    needless: int
    answers_doubled: int


async def compare_notices(core: Core, calls: Sequence[Json]) -> Notices:
    """Every notice of the queue against every message that the Bot API took. calls: of sendMessage."""
    jobs = [one for one in await rows(core, JobRow) if one.kind == "chat.send"]
    told = [one.payload for one in jobs if "message_id" not in one.payload]
    meant = Counter((one["chat_id"], one["text"]) for one in told)
    changed = Counter((one["chat_id"], one["text"]) for one in told if one["in_place"])
    doubt = phrasebook().say("en")("notice.again")
    first, again = Counter[tuple[int, str]](), Counter[tuple[int, str]]()
    answers, last = 0, dict[int, str]()
    for one in calls:
        if not one["ok"]:
            continue
        chat, text = int(one["fields"]["chat_id"]), str(one["fields"]["text"])
        key = chat, text.removesuffix(doubt).rstrip()
        (again if text.endswith(doubt) else first)[key] += 1
        answers += key not in meant and last.get(chat) == text
        last[chat] = text
    return Notices(
        told=len(told),
        missing=tuple(key for key in meant if first[key] + again[key] < meant[key] - changed[key]),
        doubled=tuple(key for key in meant if first[key] > meant[key]),
        repeated=again.total(),
        needless=sum(min(again[key], max(0, first[key] + again[key] - meant[key])) for key in meant),
        answers_doubled=answers,
    )


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
