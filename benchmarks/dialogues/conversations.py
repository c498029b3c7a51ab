"""Plays the conversations of ``tests/dialogues`` through the real bot: how many go right, and every one that
does not (A1, A2, A5).

python -m benchmarks.dialogues.conversations [--language en] [--only words]

Exits with 1 where anything was silently wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from core.bootstrap import build
from core.infra.settings import Settings
from core.kernel.clock import FixedClock
from core.migrations import upgrade
from tests.chat import sandbox_apart
from tests.dialogues.company import make_wholesaler
from tests.dialogues.corpus import LANGUAGES, Conversation, read_corpus
from tests.dialogues.playing import Played, Verdict, play

START = datetime(2025, 10, 14, 9, 0, tzinfo=UTC)


async def run(conversations: list[Conversation]) -> list[Played]:
    with tempfile.TemporaryDirectory(prefix="dealerline-dialogues-") as folder, sandbox_apart() as sandbox:
        url = f"sqlite:///{Path(folder) / 'dialogues.db'}"
        upgrade(url)
        clock = FixedClock(START)
        core = build(Settings(database_url=url, _env_file=None), clock=clock)
        await make_wholesaler(core, conversations)
        await core.close()
        return await play(conversations, sandbox, url, clock)


def report(language: str, played: list[Played]) -> None:
    counted = Counter(one.verdict for one in played)
    turns = sum(len(one.conversation.turns) for one in played)
    right = sum(one.turns_right for one in played)
    row = "  ".join(f"{verdict.value} {counted[verdict]}" for verdict in Verdict)
    print(f"{language:<6} {len(played):>4} conversations  {turns:>4} turns, {right} right   {row}")
    for one in played:
        if one.turn is not None:
            print(f"   {one.verdict.value}: {one.conversation.name} (line {one.turn.line})")
            print(f"      said    {one.turn.says!r}")
            print(f"      wanted  {one.turn.draft} {one.turn.answer or ''}")
            print(f"      found   {one.found}")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--language", choices=LANGUAGES, action="append")
    parser.add_argument("--only", default="", help="names that have these words")
    asked = parser.parse_args()
    wanted = [
        one
        for language in asked.language or LANGUAGES
        for one in read_corpus(language)
        if asked.only in one.name
    ]
    started = time.perf_counter()
    played = asyncio.run(run(wanted))
    for language in LANGUAGES:
        if of_it := [one for one in played if one.conversation.language == language]:
            report(language, of_it)
    wrong = sum(one.verdict is Verdict.WRONG for one in played)
    right = sum(one.verdict is Verdict.RIGHT for one in played)
    print(
        f"right {right} of {len(played)} ({right / len(played):.1%}), silently wrong {wrong}, "
        f"{time.perf_counter() - started:.0f} s"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
