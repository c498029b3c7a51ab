"""Spoken orders end to end: a synthetic voice, an engine, the bot's own commands, lines of a draft (A9).

python -m benchmarks.speech.orders [--model FOLDER | --server URL | --sphinx] [--language en] [--voice flite]

Without an engine the words are taken as spoken, heard perfectly: what mending alone does, in four languages.
``--model`` wants the extra "voice" and a folder with a Whisper model in CTranslate2's form (model.bin,
config.json, tokenizer.json, vocabulary); ``--sphinx`` wants ``pip install pocketsphinx`` (English).

Beside it, in the same run and of the same sound: the transcript straight to the intake, without hints, gates
and mending. A line is right, asked (nothing is booked until somebody taps), lost (not in the draft: its
speaker sees that), or silently wrong (ready in the draft, and not what was said). Exits with 1 where with all
gates anything was silently wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.speech.sphinx import Sphinx, server_of
from benchmarks.speech.voices import speak
from core.bootstrap import build
from core.dealers.use_cases.identify_chat import IdentifyChat
from core.infra.door import Core
from core.infra.settings import Settings
from core.intake.engine.speech.vocabulary import language_of
from core.integrations.speech.listening import speech_of
from core.integrations.speech.types import Heard
from core.integrations.speech.use_cases.hear_voice import HearVoice
from core.integrations.speech.use_cases.take_voice import TakeVoice
from core.kernel.actor import STRANGER, Actor
from core.kernel.clock import FixedClock
from core.migrations import upgrade
from core.orders.types import LineState
from core.orders.use_cases.show_quote import ShowQuote
from core.orders.use_cases.take_message import TakeMessage
from tests.dialogues.company import FIRST_PERSON, make_wholesaler
from tests.dialogues.corpus import Conversation

START = datetime(2025, 10, 14, 9, 0, tzinfo=UTC)
LANGUAGES = ("en", "tr", "ms", "zh_CN")
OUTCOMES = ("right", "asked", "lost", "silently wrong")


@dataclass(frozen=True, slots=True)
class Order:
    language: str
    says: str
    wanted: tuple[str, ...]


@dataclass(slots=True)
class Score:
    counted: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)


def read_orders() -> list[Order]:
    lines = (Path(__file__).parent / "spoken.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|") for line in lines if line.strip() and not line.startswith("#")]
    return [
        Order(language.strip(), says.strip(), tuple(part.strip() for part in wanted.split(";")))
        for language, says, wanted in rows
    ]


def judge(wanted: Sequence[str], draft: Sequence[tuple[bool, str]]) -> Counter[str]:
    """draft: whether a line is ready, and "240 REDBULL250" in pieces."""
    left = list(wanted)
    found: Counter[str] = Counter()
    for is_ready, line in draft:
        if is_ready and line in left:
            left.remove(line)
            found["right"] += 1
        elif is_ready:
            found["silently wrong"] += 1
    waiting = sum(not is_ready for is_ready, _ in draft)
    found["asked"] += min(waiting, len(left))
    found["lost"] += max(len(left) - waiting - found["silently wrong"], 0)
    return found


async def draft_of(core: Core, actor: Actor) -> list[tuple[bool, str]]:
    quote = await core.ask(actor, ShowQuote())
    if quote is None:
        return []
    return [(line.state is LineState.READY, f"{line.quantity} {line.sku}") for line in quote.lines]


async def actors_of(core: Core, count: int) -> list[Actor]:
    """A dealer of its own for each order."""
    return [(await core.ask(STRANGER, IdentifyChat(FIRST_PERSON + at))).actor for at in range(count)]


@asynccontextmanager
async def house(settings: dict[str, object], languages: Sequence[str]) -> AsyncIterator[Core]:
    with tempfile.TemporaryDirectory(prefix="dealerline-speech-") as folder:
        url = f"sqlite:///{Path(folder) / 'speech.db'}"
        upgrade(url)
        kept = Settings(database_url=url, object_store_url="memory:///", _env_file=None)
        core = build(kept.model_copy(update=settings), clock=FixedClock(START))
        await make_wholesaler(core, [Conversation(str(at), one) for at, one in enumerate(languages)])
        yield core
        await core.close()


async def run(
    orders: Sequence[Order], sounds: Sequence[bytes], settings: dict[str, object]
) -> tuple[Score, Score, list[float]]:
    """Scores with everything and plain, and the processor time of each order."""
    languages = [order.language for order in orders]
    whole, plain, seconds = Score(), Score(), list[float]()
    async with house(settings, [*languages, *languages]) as core:
        actors = await actors_of(core, 2 * len(orders))
        await core.execute(actors[0], TakeMessage("warm up"))
        for order, sound, actor, other in zip(orders, sounds, actors, actors[len(orders) :], strict=False):
            before = time.process_time()
            heard = await core.execute(actor, HearVoice(sound, "audio/wav"))
            if heard.voice_id is not None:
                await core.execute(actor, TakeVoice(heard.voice_id))
            seconds.append(time.process_time() - before)
            note(whole, order, heard, await draft_of(core, actor))
            await plainly(core, other, sound, order, plain)
    return whole, plain, seconds


async def plainly(core: Core, actor: Actor, sound: bytes, order: Order, score: Score) -> None:
    """The transcript as it is, as if it were typed."""
    speech = speech_of(core.settings)
    assert speech is not None
    transcript = await speech.transcribe(sound, "audio/wav", language_of(order.language), [])
    await core.execute(actor, TakeMessage(transcript.text))
    score.counted += judge(order.wanted, await draft_of(core, actor))


def note(score: Score, order: Order, heard: Heard, draft: Sequence[tuple[bool, str]]) -> None:
    found = judge(order.wanted, draft)
    score.counted += found
    if found["right"] < len(order.wanted) or found["silently wrong"]:
        lines = "; ".join(line if is_ready else f"? {line}" for is_ready, line in draft)
        score.notes.append(
            f"   said    {order.says}\n   heard   {heard.heard or heard.hearing}\n"
            f"   wanted  {'; '.join(order.wanted)}\n   draft   {lines or 'nothing'}"
        )


def row(name: str, score: Score, lines: int) -> str:
    shares = "  ".join(
        f"{one} {score.counted[one]:>2} ({score.counted[one] / lines:.0%})" for one in OUTCOMES
    )
    return f"{name:<32} {shares}"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", default="")
    parser.add_argument("--server", default="")
    parser.add_argument("--sphinx", action="store_true")
    parser.add_argument("--language", choices=LANGUAGES, action="append")
    parser.add_argument("--voice", choices=("flite", "espeak"), default="flite")
    asked = parser.parse_args()
    has_engine = bool(asked.model or asked.server or asked.sphinx)
    wrong = 0
    for language in asked.language or (("en",) if asked.sphinx else LANGUAGES):
        orders = [order for order in read_orders() if order.language == language]
        voice = asked.voice if language == "en" else "espeak"
        sounds = [
            speak(order.says, language, voice) if has_engine else order.says.encode() for order in orders
        ]
        if any(sound is None for sound in sounds):
            print(f"{language}: the voice {voice} is not installed; left out")
            continue
        whole, plain, seconds = asyncio.run(_with_engine(asked, orders, [sound or b"" for sound in sounds]))
        lines = sum(len(order.wanted) for order in orders)
        print(
            f"\n{language}: {len(orders)} orders, {lines} lines, {voice if has_engine else 'heard perfectly'}"
        )
        print(row("with hints, gates and mending", whole, lines))
        print(row("transcript straight to intake", plain, lines))
        print(
            f"processor seconds an order: mean {sum(seconds) / len(seconds):.2f}, most {max(seconds):.2f}; "
            f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB; "
            f"load {os.getloadavg()[0]:.1f}"
        )
        for one in whole.notes:
            print(f"{one}\n")
        wrong += whole.counted["silently wrong"]
    return 1 if wrong else 0


async def _with_engine(
    asked: argparse.Namespace, orders: Sequence[Order], sounds: Sequence[bytes]
) -> tuple[Score, Score, list[float]]:
    if asked.model:
        return await run(orders, sounds, {"speech_model": asked.model})
    if asked.server:
        return await run(orders, sounds, {"speech_server_url": asked.server})
    engine = server_of(Sphinx().hear) if asked.sphinx else server_of(bytes.decode, 0.97)
    async with engine as url:
        return await run(orders, sounds, {"speech_server_url": url})


if __name__ == "__main__":
    sys.exit(main())
