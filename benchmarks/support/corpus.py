"""Questions as dealers put them, those of the office's file and those that are to be understood (A20).

``tuning`` of the halves is what weights and thresholds were made from; ``test`` is what is reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.reading.order_lines import cases
from core.support.engine.answering import Phrasing
from tests.dialogues.corpus import LANGUAGES, read_corpus

FOLDER = Path(__file__).parent


@dataclass(slots=True)
class Entry:
    """One answer of the office: how it is asked for in the file, and in other words."""

    language: str
    topic: str
    is_test: bool
    written: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def answer(self) -> str:
        return f"{self.language} {self.topic}"

    def phrasings(self) -> list[Phrasing]:
        return [Phrasing(one, self.language, self.answer) for one in self.written]


def read_entries() -> list[Entry]:
    """Entries of a language take turns between the halves; ValueError for a line that cannot be read."""
    found: list[Entry] = []
    for line in (FOLDER / "questions.txt").read_text(encoding="utf-8").splitlines():
        sign, _, rest = line.partition(" ")
        if sign == "==":
            language, _, topic = rest.partition(" ")
            before = sum(one.language == language for one in found)
            found.append(Entry(language, topic, is_test=before % 2 == 1))
        elif sign == "+":
            found[-1].written.append(rest)
        elif sign == "?":
            found[-1].asked.append(rest)
        elif line and sign != "#":
            raise ValueError(line)
    return found


def without(entries: Sequence[Entry], topic: str) -> list[Entry]:
    """The file of an office that has no answer to it in any language."""
    return [one for one in entries if one.topic != topic]


def unanswerable(*, test: bool) -> list[str]:
    """Chit-chat and questions that have no answer in the file."""
    lines = (FOLDER / "unanswerable.txt").read_text(encoding="utf-8").splitlines()
    return [one for one in lines if one and not one.startswith("#")][int(test) :: 2]


def order_messages(*, test: bool) -> list[str]:
    """What dealers write in the conversations and order lines of the other benchmarks."""
    said = [
        turn.says
        for language in LANGUAGES
        for talk in read_corpus(language)
        for turn in talk.turns
        if not turn.is_tap
    ]
    typed = sorted({*said, *(case.text for case in cases())})
    return typed[int(test) :: 2]
