"""Questions of dealers in other words than the office's file: answered, asked about, answered wrongly (A20).

python -m benchmarks.support.questions [--misses] [--cost]

The half that tuned nothing is reported. Beside ours in the same run, with the same file and behind the same
gate that keeps orders away: rapidfuzz ``token_set_ratio`` and word BM25, each with the thresholds that are
best on the tuning half (as few wrong answers, as many unanswerable ones asked about as by ours).
Exits with 1 where 1 % or more is answered wrongly.

At the first reading of the test half 10.5 % of the questions were answered right, 40.6 % asked about with the
right one among the buttons, 1.4 % answered wrongly. Rules were added since: no answer in another language
(found in the demo file), none to a single word or another way of asking (found in the tests' order messages),
none that leaves a word unexplained. The last came from the figures of the second reading, not its misses;
since then the half is not wholly blind. The words of ``wording.txt`` were mended by the tuning half alone,
but the same hand wrote them and the questions.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from rapidfuzz import fuzz

from benchmarks.support.corpus import Entry, order_messages, read_entries, unanswerable, without
from benchmarks.support.train import WRONG_AT_MOST, phrasings_of
from core.support.engine.answering import (
    MOST_ASKED,
    Gate,
    Phrasing,
    Phrasings,
    Understood,
    find_answer,
    gate_of,
    question_key,
    understand,
)
from dealerline.demo.answers import ANSWERS
from tests.dialogues.corpus import LANGUAGES

Case = tuple[str, str, str | None]  # text, language, answer: None where none fits
Scores = Callable[[str, Phrasings], list[float]]
_WRONG_BELOW = 0.01


@dataclass(frozen=True, slots=True)
class Thresholds:
    sure: float
    maybe: float


@dataclass(slots=True)
class Tally:
    """right, asked (the right one among the buttons), wrong, and what else became of the cases."""

    counted: Counter[str]
    misses: list[str]

    def row(self, name: str, cases: int) -> str:
        shares = "  ".join(
            f"{word} {self.counted[word] / max(cases, 1):6.1%}"
            for word in ("right", "asked", "asked amiss", "wrong", "left")
        )
        return f"{name:<28}{cases:>5}   {shares}"


def judge(understood: Understood, answer: str | None) -> str:
    if understood.sure is not None:
        return "right" if understood.sure.answer == answer else "wrong"
    if understood.maybe:
        return "asked" if answer in {one.answer for one in understood.maybe} else "asked amiss"
    return "left"


def tally(method: Callable[[str, str], Understood], cases: Sequence[Case]) -> Tally:
    found = Tally(Counter(), [])
    for text, language, answer in cases:
        understood = method(text, language)
        verdict = judge(understood, answer)
        found.counted[verdict] += 1
        if verdict in ("wrong", "asked amiss") or (answer is not None and verdict == "left"):
            shown = [one.answer for one in (understood.sure, *understood.maybe) if one]
            found.misses.append(f"{verdict:<12} {text!r} wanted {answer} got {shown}")
    return found


def token_set(text: str, known: Phrasings) -> list[float]:
    key = question_key(text)
    return [fuzz.token_set_ratio(key, other) / 100 for other in known.keys]


class Bm25:
    """Words of the question as they are compared, Chinese by character; k1 1.2, b 0.75."""

    def __init__(self, known: Phrasings) -> None:
        self.documents = [_words(key) for key in known.keys]
        self.mean = sum(map(len, self.documents)) / len(self.documents)
        self.among = Counter(word for one in self.documents for word in set(one))

    def __call__(self, text: str, known: Phrasings) -> list[float]:
        asked = set(_words(question_key(text)))
        return [self._score(asked, one) for one in self.documents]

    def _score(self, asked: set[str], document: list[str]) -> float:
        counts, size = Counter(document), len(self.documents)
        norm = 1.2 * (0.25 + 0.75 * len(document) / self.mean)
        return sum(
            math.log(1 + (size - self.among[word] + 0.5) / (self.among[word] + 0.5)) * counts[word] * 2.2
            / (counts[word] + norm)
            for word in asked & counts.keys()
        )  # fmt: skip


def _words(key: str) -> list[str]:
    return [piece for word in key.split() for piece in (word if word > "\u3400" else [word])]


def by_score(scores: Scores, known: Phrasings, at: Thresholds, text: str, language: str) -> Understood:
    """A rival: the best scored phrasing in the reader's language, by two thresholds."""
    if (exact := find_answer(text, known, language)) is not None:
        return Understood(sure=exact)
    if gate_of(text) is Gate.SHUT:
        return Understood()
    ranked = _ranked(scores, known, text, language)
    if ranked and ranked[0][0] >= at.sure:
        return Understood(sure=known.known[ranked[0][1]])
    likely = [known.known[row] for score, row in ranked[:MOST_ASKED] if score >= at.maybe]
    return Understood(maybe=tuple(likely))


def _ranked(scores: Scores, known: Phrasings, text: str, language: str) -> list[tuple[float, int]]:
    """The best phrasing of each answer, the best first."""
    best: dict[str, tuple[float, int]] = {}
    for row, score in enumerate(scores(text, known)):
        one = known.known[row]
        if one.language == language and score > best.get(one.answer, (0.0, 0))[0]:
            best[one.answer] = (score, row)
    return sorted(best.values(), reverse=True)


def best_thresholds(scores: Scores, known: Phrasings, cases: Sequence[Case], bothered: int) -> Thresholds:
    """On the tuning half: few enough wrong ones, then few enough asked about in vain."""
    seen = [
        (ranked[0][0], known.known[ranked[0][1]].answer == answer, answer is None)
        for text, language, answer in cases
        if find_answer(text, known, language) is None and gate_of(text) is not Gate.SHUT
        if (ranked := _ranked(scores, known, text, language))
    ]
    steps = sorted({score for score, _, _ in seen} | {math.inf})
    allowed = WRONG_AT_MOST * len(cases)
    sure = next(
        step for step in steps if sum(not right for score, right, _ in seen if score >= step) <= allowed
    )
    maybe = next(
        (step for step in steps if sum(vain for score, _, vain in seen if score >= step) <= bothered), sure
    )
    return Thresholds(sure, min(maybe, sure))


def questions(entries: Sequence[Entry], *, test: bool) -> list[Case]:
    return [(text, one.language, one.answer) for one in entries if one.is_test is test for text in one.asked]


def vain(*, test: bool) -> dict[str, list[Case]]:
    return {
        "no answer in the file": [(text, "en", None) for text in unanswerable(test=test)],
        "order messages": [(text, "en", None) for text in order_messages(test=test)],
    }


def without_its_entry(entries: Sequence[Entry]) -> Tally:
    """Each question of the test half asked of a file that lacks its answer."""
    whole = Tally(Counter(), [])
    for one in entries:
        if one.is_test:
            rest = phrasings_of(without(entries, one.topic))
            part = tally(partial(_ours, rest), [(text, one.language, None) for text in one.asked])
            whole.counted += part.counted
            whole.misses += part.misses
    return whole


def _ours(known: Phrasings, text: str, language: str) -> Understood:
    return understand(text, known, language)


def left_out() -> Tally:
    """The demo company's own file: each phrasing asked of the file without it."""
    known = [Phrasing(question, one.language, one.answer) for one in ANSWERS for question in one.questions]
    whole = Tally(Counter(), [])
    for at, one in enumerate(known):
        rest = Phrasings.of(known[:at] + known[at + 1 :])
        whole.counted += tally(partial(_ours, rest), [(one.question, one.language, one.answer)]).counted
    return whole


def report(entries: Sequence[Entry], *, shows_misses: bool) -> int:
    known = phrasings_of(entries)
    ours = partial(_ours, known)
    tuning = questions(entries, test=False) + [one for part in vain(test=False).values() for one in part]
    bothered = tally(ours, [one for one in tuning if one[2] is None]).counted["asked amiss"]
    bm25 = Bm25(known)
    methods: dict[str, Callable[[str, str], Understood]] = {"ours": ours}
    rivals: dict[str, Scores] = {"token_set_ratio": token_set, "word BM25": bm25}
    for name, scores in rivals.items():
        methods[name] = partial(by_score, scores, known, best_thresholds(scores, known, tuning, bothered))
    wrong = cases = 0
    for name, method in methods.items():
        asked = questions(entries, test=True)
        print(f"\n{name}")
        for language in LANGUAGES:
            of_it = [one for one in asked if one[1] == language]
            print(tally(method, of_it).row(f"  questions, {language}", len(of_it)))
        for part, of_it in {"questions, all": asked, **vain(test=True)}.items():
            found = tally(method, of_it)
            print(found.row(f"  {part}", len(of_it)))
            if name == "ours":
                wrong, cases = wrong + found.counted["wrong"], cases + len(of_it)
                if shows_misses:
                    print("\n".join(f"      {one}" for one in found.misses))
    rest = without_its_entry(entries)
    size = rest.counted.total()
    print(rest.row("\nours, its answer not in the file", size))
    if shows_misses:
        print("\n".join(f"      {one}" for one in rest.misses if one.startswith("wrong")))
    demo = left_out()
    print(demo.row("ours, demo file, each left out", demo.counted.total()))
    wrong, cases = wrong + rest.counted["wrong"], cases + size
    print(f"\nanswered wrongly {wrong} of {cases} ({wrong / cases:.2%})")
    return int(wrong / cases >= _WRONG_BELOW)


def cost() -> None:
    """CPU of making the index of 300 answers, and of a message, whatever it is."""
    entries = read_entries()
    known = [one for entry in entries for one in entry.phrasings()]
    grown = [
        Phrasing(f"{one.question} {copy}" if copy else one.question, one.language, f"{one.answer} {copy}")
        for copy in range(math.ceil(300 / len(entries)))
        for one in known
    ]
    started = time.process_time()
    phrasings = Phrasings.of(grown)
    built = time.process_time() - started
    texts = [text for one in entries for text in one.asked] + order_messages(test=True)
    for text in texts[:20]:
        understand(text, phrasings, "en")
    spent = []
    for text in texts:
        started = time.process_time()
        understand(text, phrasings, "en")
        spent.append((time.process_time() - started) * 1_000)
    spent.sort()
    mean, high = sum(spent) / len(spent), spent[int(0.95 * len(spent))]
    print(f"{len(phrasings.languages)} answers, {len(grown)} phrasings: ready in {built:.2f} s CPU, "
          f"a message {mean:.2f} ms, 95 % below {high:.2f} ms (limit 3 ms)")  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--misses", action="store_true", help="list them")
    parser.add_argument("--cost", action="store_true", help="measure the time alone")
    asked = parser.parse_args()
    if asked.cost:
        cost()
        return 0
    return report(read_entries(), shows_misses=asked.misses)


if __name__ == "__main__":
    sys.exit(main())
