"""Reads a report out of words: "orders by region last month over 1000 as excel", in four languages.

* Words of the vocabulary are found wherever they stand, longest first; one letter wrong in a word of four or
  more is forgiven, and so are Turkish endings.
* What stands beside "by" (in Turkish before "göre") is grouped by; a list behind "with" are the columns.
* A field with "=", ":", "over" or "under" and a value behind it is a filter; a name between quotation marks
  is one on the dealer.
* The first subject named is the subject; without one the fields decide. What is not understood is told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from core.reporting.engine import vocabulary as words
from core.reporting.engine.fields import USUAL, fields_of
from core.reporting.types import Field, Filter, Form, Operator, ReportSpec, Subject

_CLOSE = {1: 80, 2: 85}  # how alike one word, or two, must be to one of ours, of 100
_LONG_ENOUGH = 4
_ENDING = re.compile(r"(\w{2,}?)(?:l[ae]r)?(?:[yns]?[aeiu]|[nd]?[ae]n|[dt][ae]|n?[iu]n)")
_LONGEST = 3  # words in the longest phrase of the vocabulary
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_DATE = r"\d{4}(?:-\d{1,2}){0,2}"
_TOKEN = re.compile(
    rf"""(?P<quoted>["'“”«»].*?["'“”«»])|(?P<period>{_DATE}\s*\.\.\s*{_DATE}|\d{{4}}-\d{{1,2}}(?:-\d{{1,2}})?)"""
    r"""|(?P<number>\d[\d.,]*)|(?P<sign>[=:<>&])|(?P<comma>[,，、;；])|(?P<word>[^\W\d_][\w-]*)"""
)
# "last 14 days", "son 14 gün", "最近14天", "14 hari lepas"
_LAST_DAYS = re.compile(
    r"(?:last|past|son|最近|过去)\s*(\d{1,4})\s*(?:days?|gun|天)|(\d{1,4})\s*hari\s*(?:lepas|lalu|terakhir)"
)
# A filter on one of these is met by a part of it.
_NAMES = ("dealer", "dealers", "product", "products", "category", "rep")
# Words of subjects as fields: the first of these that the report's subject has.
_AS_FIELD = {
    "orders": ("orders", "number"),
    "dealers": ("dealer", "dealers"),
    "products": ("product",),
    "approvals": ("requests",),
}


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What was read: None where no subject could be; ``form`` when one was named; ``unread``: other words."""

    spec: ReportSpec | None
    form: Form | None = None
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: (
        str  # subject, field, period, form, before, behind, with, and, over, under, value, number, sign, word
    )
    value: str


def fold(text: str) -> str:
    """Lower case without accents, full-width signs as plain ones: "Bölgeye göre" is "bolgeye gore"."""
    plain = unicodedata.normalize("NFKD", text.replace("İ", "i").replace("I", "i").casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).replace("ı", "i")


def _table() -> dict[str, _Token]:
    found: dict[str, _Token] = {}
    kinds: tuple[tuple[str, Mapping[str, Sequence[str]]], ...] = (
        ("field", words.FIELDS), ("period", words.PERIODS), ("form", words.FORMS),
        ("subject", words.SUBJECTS),
    )  # fmt: skip
    for kind, meanings in kinds:
        for value, names in meanings.items():
            found.update({fold(name): _Token(kind, value) for name in names})
    for kind, names in (
        ("before", words.BEFORE), ("behind", words.BEHIND), ("with", words.WITH), ("and", words.AND),
        ("over", words.OVER), ("under", words.UNDER), ("filler", words.FILLERS),
    ):  # fmt: skip
        found.update({fold(name): _Token(kind, name) for name in names})
    return found


_WORDS = _table()
_LATIN = {
    size: tuple(word for word in _WORDS if len(word) >= _LONG_ENOUGH and word.count(" ") == size - 1)
    for size in (1, 2)
}
_HAN_WORDS = sorted((word for word in _WORDS if _HAN.fullmatch(word)), key=len, reverse=True)


def read_report(text: str, *, secrets: bool) -> ReadReport:
    """The report that the words compose; ``secrets``: whether cost and margin exist for this person."""
    folded = fold(text)
    period = None
    if found := _LAST_DAYS.search(folded):
        period = f"days:{found[1] or found[2]}"
        folded = folded[: found.start()] + " " + folded[found.end() :]
    return _Reading(list(_tokens(folded)), secrets).read(period)


def _tokens(folded: str) -> Iterator[_Token]:
    found = list(_TOKEN.finditer(folded))
    at = 0
    while at < len(found):
        kind, text = found[at].lastgroup, found[at].group()
        if kind != "word":
            yield _plain_token(kind or "", text)
            at += 1
        elif _HAN.search(text):
            yield from _han_tokens(text)
            at += 1
        else:
            size, token = _phrase([one.group() for one in found[at : at + _LONGEST]])
            at += size
            yield token


def _plain_token(kind: str, text: str) -> _Token:
    if kind == "quoted":
        return _Token("value", text[1:-1].strip())
    if kind == "comma" or text == "&":
        return _Token("and", text)
    return _Token(kind, text.replace(" ", ""))


def _phrase(ahead: Sequence[str]) -> tuple[int, _Token]:
    """The longest phrase that the next words begin with, else the one that they are close to."""
    for size in range(len(ahead), 0, -1):
        token = _WORDS.get(" ".join(ahead[:size]))
        if token is not None:
            return size, token
    if (stem := _stem(ahead[0])) is not None:
        return 1, _WORDS[stem]
    for size in range(min(len(ahead), 2), 0, -1):
        near = " ".join(ahead[:size])
        if len(near) >= _LONG_ENOUGH:
            close = process.extractOne(near, _LATIN[size], scorer=fuzz.ratio, score_cutoff=_CLOSE[size])
            if close is not None:
                return size, _WORDS[close[0]]
    return 1, _Token("word", ahead[0])


def _stem(word: str) -> str | None:
    """The word of ours that a Turkish ending was put to: "bayiye" is "bayi"."""
    found = _ENDING.fullmatch(word)
    return found[1] if found and found[1] in _WORDS else None


def _han_tokens(text: str) -> Iterator[_Token]:
    rest, unread = text, ""
    while rest:
        known = next((word for word in _HAN_WORDS if rest.startswith(word)), None)
        if known is None:
            unread, rest = unread + rest[0], rest[1:]
            continue
        if unread:
            yield _Token("word", unread)
            unread = ""
        yield _WORDS[known]
        rest = rest[len(known) :]
    if unread:
        yield _Token("word", unread)


class _Reading:
    """Goes over the tokens once and takes down what each says."""

    def __init__(self, tokens: list[_Token], secrets: bool) -> None:
        self._tokens = tokens
        self._secrets = secrets
        self._subject: Subject | None = None
        self._period: str | None = None
        self._form: Form | None = None
        self._by: list[str] = []
        self._columns: list[str] = []
        self._named: list[str] = []
        self._filters: list[Filter] = []
        self._unread: list[str] = []

    def read(self, period: str | None) -> ReadReport:
        self._take_groups()
        at = 0
        while at < len(self._tokens):
            at += self._take(at)
        subject = self._subject or self._guess()
        if subject is None:
            return ReadReport(None, self._form, tuple(self._unread))
        known = fields_of(subject, secrets=self._secrets)
        by = self._fitting(self._by, known, keys=True)
        columns = self._fitting([*self._columns, *self._named], known, keys=False)
        # A key that is only named, "orders region", is meant to be grouped by, unless columns were asked for.
        if not self._columns:
            by += [name for name in columns if known[name].is_key and name not in by]
            columns = [name for name in columns if name not in by]
        named = [replace(one, field=_resolved(one.field, known)) for one in self._filters]
        filters = [one for one in named if one.field in known]
        self._unread += [one.field for one in named if one.field not in known]
        spec = ReportSpec(subject, tuple(by), tuple(columns), tuple(filters))
        chosen = self._period or period
        return ReadReport(replace(spec, period=chosen) if chosen else spec, self._form, tuple(self._unread))

    def _take_groups(self) -> None:
        """Takes out what is grouped by: fields behind "by", or before "göre", joined by "and"."""
        left: list[_Token] = []
        at = 0
        while at < len(self._tokens):
            token = self._tokens[at]
            if token.kind == "before":
                size, names = _run(self._tokens[at + 1 :])
                self._by += names
                at += size
            elif token.kind == "behind":
                size, names = _run(left[::-1])
                self._by += names[::-1]
                del left[len(left) - size :]
            else:
                left.append(token)
            at += 1
        self._tokens = left

    def _take(self, at: int) -> int:
        """Take down the token at a place; how many were used up."""
        token = self._tokens[at]
        match token.kind:
            case "subject" if self._subject is None and not self._compares(at + 1):
                self._subject = Subject(token.value)
            case "subject" | "field":
                return self._take_field(at)
            case "period":
                self._period = token.value
            case "form":
                self._form = Form(token.value)
            case "with":
                size, names = _run(self._tokens[at + 1 :])
                self._columns += names
                return 1 + size
            case "value":
                self._filters.append(Filter("dealer", Operator.HAS, token.value))
            case "over" | "under":
                return self._take_amount(at, "total")
            case "number" if len(token.value) == 4 and token.value.isdigit():
                self._period = token.value
            case "word" | "number":
                self._unread.append(token.value)
        return 1

    def _compares(self, at: int) -> bool:
        return at < len(self._tokens) and self._tokens[at].kind == "sign"

    def _take_field(self, at: int) -> int:
        name = self._tokens[at].value
        following = self._tokens[at + 1] if at + 1 < len(self._tokens) else None
        if following is not None and following.kind in ("over", "under"):
            return 1 + self._take_amount(at + 1, name)
        if following is None or following.kind != "sign":
            self._named.append(name)
            return 1
        size = 0
        value: list[str] = []
        for token in self._tokens[at + 2 :]:
            if token.kind not in ("word", "value", "number") or (value and token.kind == "value"):
                break
            value.append(token.value)
            size += 1
        text = " ".join(value)
        if not text:
            self._unread.append(name)
        elif following.value in "<>":
            self._filters.append(Filter(name, Operator(following.value), _plain_number(text)))
        else:
            operator = Operator.HAS if name in _NAMES else Operator.IS
            self._filters.append(Filter(name, operator, text))
        return 2 + size

    def _take_amount(self, at: int, name: str) -> int:
        """A number behind "over" or "under"."""
        operator = Operator.OVER if self._tokens[at].kind == "over" else Operator.UNDER
        following = self._tokens[at + 1] if at + 1 < len(self._tokens) else None
        if following is None or following.kind != "number":
            self._unread.append(self._tokens[at].value)
            return 1
        self._filters.append(Filter(name, operator, _plain_number(following.value)))
        return 2

    def _guess(self) -> Subject | None:
        """The subject whose fields were named, where nobody said which: the first that has all of them."""
        named = {*self._by, *self._columns, *self._named}
        if not named:
            return None
        fields = {one: fields_of(one, secrets=self._secrets) for one in Subject}
        subjects = [
            one for one in Subject if all(_resolved(name, fields[one]) in fields[one] for name in named)
        ]
        return next((one for one in subjects if named & set(USUAL[one])), next(iter(subjects), None))

    def _fitting(self, names: Sequence[str], known: Mapping[str, Field], *, keys: bool) -> list[str]:
        wanted = dict.fromkeys(_resolved(name, known) for name in names)
        fitting = [name for name in wanted if name in known and (known[name].is_key or not keys)]
        self._unread += [name for name in wanted if name not in fitting]
        return fitting


def _run(tokens: Sequence[_Token]) -> tuple[int, list[str]]:
    """Fields at the beginning, with "and" or commas between: how many tokens, and their names."""
    names: list[str] = []
    size = 0
    for at, token in enumerate(tokens):
        joined = at == 0 or tokens[at - 1].kind == "and"
        compares = at + 1 < len(tokens) and tokens[at + 1].kind in ("sign", "over", "under")
        if token.kind in ("field", "subject") and joined and not compares:
            names.append(token.value)
            size = at + 1
        elif token.kind != "and":
            break
    return size, names


def _resolved(name: str, known: Mapping[str, Field]) -> str:
    return next((one for one in _AS_FIELD.get(name, ()) if one in known), name)


def _plain_number(text: str) -> str:
    """ "1,000", "1.000" and "1 000" are a thousand; the last sign before one or two digits is the point."""
    digits = text.replace(" ", "")
    if found := re.fullmatch(r"(.*)[.,](\d{1,2})", digits):
        return re.sub(r"[.,]", "", found[1]) + "." + found[2]
    return re.sub(r"[.,]", "", digits)
