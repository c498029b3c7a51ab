"""Conversations as text: who says what, and what must be in the draft after each turn.

A conversation begins with ``== its name``. Then, each on a line of its own:

* ``> words``: the dealer writes; lines that begin with two spaces go on with the same message.
* ``[Label]``: the dealer taps the button of the newest card whose label begins so.
* ``= 10 case COKE330; 5 SPRITE330; ? coke``: what the draft holds now, in this order: amount, unit (where one
  was said) and article code; ``- `` before it for a line left out because what was asked of it does not hold;
  ``?`` and words of the message for a line that is asked about; ``nothing``.
* ``! words``: the bot's newest message has these words.
* ``#``: a remark for the reader.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "zh_CN", "tr", "ms")


@dataclass(frozen=True, slots=True)
class Turn:
    """Something said or tapped, and what must be so after it. draft None: not looked at."""

    says: str
    is_tap: bool
    draft: tuple[str, ...] | None
    answer: tuple[str, ...]
    line: int


@dataclass(slots=True)
class Conversation:
    name: str
    language: str
    turns: list[Turn] = field(default_factory=list)


def read_corpus(language: str) -> list[Conversation]:
    """Every conversation of a language's file; ValueError names the line that cannot be read."""
    found: list[Conversation] = []
    path = FOLDER / f"{language}.txt"
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("== "):
            found.append(Conversation(line[3:].strip(), language))
            continue
        if not found:
            raise ValueError(f"{path.name}:{number}: before the first conversation")
        _read_line(found[-1].turns, line, f"{path.name}:{number}", number)
    return found


def _read_line(turns: list[Turn], line: str, place: str, number: int) -> None:
    if line.startswith("> "):
        turns.append(Turn(line[2:], is_tap=False, draft=None, answer=(), line=number))
        return
    if line.startswith("[") and line.endswith("]"):
        turns.append(Turn(line[1:-1], is_tap=True, draft=None, answer=(), line=number))
        return
    if not turns:
        raise ValueError(f"{place}: nothing was said yet")
    last = turns[-1]
    if line.startswith("  "):
        turns[-1] = Turn(f"{last.says}\n{line[2:]}", last.is_tap, last.draft, last.answer, last.line)
    elif line.startswith("= "):
        told = line[2:].strip()
        draft = () if told == "nothing" else tuple(part.strip() for part in told.split(";"))
        turns[-1] = Turn(last.says, last.is_tap, draft, last.answer, last.line)
    elif line.startswith("! "):
        turns[-1] = Turn(last.says, last.is_tap, last.draft, (*last.answer, line[2:].strip()), last.line)
    else:
        raise ValueError(f"{place}: {line!r} is neither said, tapped nor expected")
