"""Kinds of arguments: how each is read, what is offered where it is missing or unclear.

What was read is kept as a text (``value``), so that a proposal can lie in the database; ``load`` makes it a
value again.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.office.figures import TypedAmount, read_amount, read_day, read_percent
from bot.turn import Turn
from core.dealers.types import Rep
from core.dealers.use_cases.find_dealers import FindDealers, FindPeople, ListReps
from core.intake.use_cases.find_products import FindProducts
from core.kernel.ids import DealerId, PersonId, ProductId

MOST_OFFERED = 5
NAME_WORDS = 6


@dataclass(frozen=True, slots=True)
class Option:
    """One possible value of an argument, and what its button says."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Reading:
    """``value``: what was meant. Without one: ``options`` to choose from, or none, when ``wrong`` names the
    phrase that says why."""

    value: str | None = None
    options: tuple[Option, ...] = ()
    wrong: str = ""


class Kind(Protocol):
    """``fits`` is quick and knows no data; ``read`` looks things up."""

    @property
    def most_words(self) -> int: ...

    @property
    def is_shaped(self) -> bool: ...

    def fits(self, text: str) -> bool: ...

    async def read(self, turn: Turn, text: str) -> Reading: ...

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        """Buttons under the question."""
        ...

    def load(self, value: str) -> Any: ...


@dataclass(frozen=True, slots=True)
class _Words:
    """Takes any words, up to a name's length."""

    most_words: int = NAME_WORDS
    is_shaped: bool = False

    def fits(self, text: str) -> bool:
        return bool(text.strip())

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class DealerKind(_Words):
    """A dealer by code or by part of its name -> DealerId."""

    async def read(self, turn: Turn, text: str) -> Reading:
        found = await turn.ask(FindDealers(text, MOST_OFFERED))
        if found and found[0].is_sure:
            return Reading(str(found[0].dealer.id))
        options = tuple(Option(str(one.dealer.id), f"{one.dealer.name} · {one.dealer.code}") for one in found)
        return Reading(options=options) if options else Reading(wrong="dealer")

    def load(self, value: str) -> DealerId:
        return DealerId(UUID(value))


@dataclass(frozen=True, slots=True)
class ProductKind(_Words):
    """A product by SKU or by words -> ProductId."""

    async def read(self, turn: Turn, text: str) -> Reading:
        found = await turn.ask(FindProducts(text, MOST_OFFERED))
        if found and found[0].is_sure:
            return Reading(str(found[0].id))
        options = tuple(Option(str(one.id), f"{one.name} · {one.sku}") for one in found)
        return Reading(options=options) if options else Reading(wrong="product")

    def load(self, value: str) -> ProductId:
        return ProductId(UUID(value))


@dataclass(frozen=True, slots=True)
class ProductsKind(_Words):
    """Products, one or several with commas between -> tuple of ProductId. Of several at most one may be
    unclear."""

    most_words: int = 40

    async def read(self, turn: Turn, text: str) -> Reading:
        whole = await ProductKind().read(turn, text)
        names = [one.strip() for one in re.split(r"[,;，；、\n]", text) if one.strip()]
        if whole.value is not None or len(names) < 2:
            return whole
        found = [await ProductKind().read(turn, one) for one in names]
        unclear = [one for one in found if one.value is None]
        if not unclear:
            return Reading(_joined(one.value for one in found))
        if len(unclear) > 1 or not unclear[0].options:
            return Reading(wrong="products")
        return Reading(
            options=tuple(
                Option(_joined(one.value or option.value for one in found), option.label)
                for option in unclear[0].options
            )
        )

    def load(self, value: str) -> tuple[ProductId, ...]:
        return tuple(ProductId(UUID(one)) for one in value.split(","))


def _joined(values: Iterable[str | None]) -> str:
    return ",".join(dict.fromkeys(filter(None, values)))


@dataclass(frozen=True, slots=True)
class PersonKind(_Words):
    """A person who has a phone number, by name or number -> the number (E.164)."""

    async def read(self, turn: Turn, text: str) -> Reading:
        found = [one for one in await turn.ask(FindPeople(text, MOST_OFFERED)) if one.person.phone]
        if found and found[0].is_sure:
            return Reading(found[0].person.phone)
        options = tuple(
            Option(
                one.person.phone or "",
                " · ".join(filter(None, (one.person.name, one.person.dealer_name, one.person.phone))),
            )
            for one in found
        )
        return Reading(options=options) if options else Reading(wrong="person")

    def load(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class StaffKind(_Words):
    """A person of the house by name -> PersonId."""

    async def read(self, turn: Turn, text: str) -> Reading:
        typed = text.strip().casefold()
        people = await turn.ask(ListReps())
        same = [one for one in people if one.name.casefold() == typed]
        like = same or [one for one in people if typed in one.name.casefold()]
        if len(like) == 1:
            return Reading(str(like[0].id))
        return Reading(options=_people(like)) if like else Reading(wrong="person")

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        people = await turn.ask(ListReps())
        return _people(people)

    def load(self, value: str) -> PersonId:
        return PersonId(UUID(value))


def _people(people: Sequence[Rep]) -> tuple[Option, ...]:
    return tuple(Option(str(one.id), one.name) for one in people[:MOST_OFFERED])


@dataclass(frozen=True, slots=True)
class TextKind(_Words):
    """Free words, at most so many characters -> str."""

    most_words: int = 40
    most: int = 200

    async def read(self, turn: Turn, text: str) -> Reading:
        typed = " ".join(text.split())
        return Reading(typed) if 0 < len(typed) <= self.most else Reading(wrong="text")

    def load(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class _Shaped:
    """Knows its own shape."""

    most_words: int = 2
    is_shaped: bool = True

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class AmountKind(_Shaped):
    """An amount of money, with or without its currency -> TypedAmount. digits: after the point."""

    digits: int = 2
    least: int | None = 0

    def fits(self, text: str) -> bool:
        return read_amount(text, digits=self.digits) is not None

    async def read(self, turn: Turn, text: str) -> Reading:
        found = read_amount(text, digits=self.digits)
        if found is None or (self.least is not None and found.value < self.least):
            return Reading(wrong="amount")
        return Reading(f"{found.value}|{found.currency or ''}")

    def load(self, value: str) -> TypedAmount:
        number, _, currency = value.partition("|")
        return TypedAmount(Decimal(number), currency or None)


@dataclass(frozen=True, slots=True)
class PercentKind(_Shaped):
    """A percentage -> basis points (int)."""

    def fits(self, text: str) -> bool:
        return read_percent(text) is not None

    async def read(self, turn: Turn, text: str) -> Reading:
        found = read_percent(text)
        return Reading(wrong="percent") if found is None or found < 0 else Reading(str(found))

    def load(self, value: str) -> int:
        return int(value)


@dataclass(frozen=True, slots=True)
class DayKind(_Shaped):
    """A day -> date. Days are the person's own."""

    most_words: int = 2

    def fits(self, text: str) -> bool:
        return read_day(text, date.min.replace(year=2000)) is not None

    async def read(self, turn: Turn, text: str) -> Reading:
        today = turn.core.clock.now().astimezone(ZoneInfo(turn.actor.zone)).date()
        found = read_day(text, today)
        return Reading(wrong="day") if found is None else Reading(found.isoformat())

    def load(self, value: str) -> date:
        return date.fromisoformat(value)


@dataclass(frozen=True, slots=True)
class WholeKind(_Shaped):
    """A whole number -> int."""

    most_words: int = 1
    most: int = 1_000_000_000

    def fits(self, text: str) -> bool:
        return re.fullmatch(r"\d{1,12}", text) is not None

    async def read(self, turn: Turn, text: str) -> Reading:
        if not self.fits(text.strip()) or int(text) > self.most:
            return Reading(wrong="whole")
        return Reading(str(int(text)))

    def load(self, value: str) -> int:
        return int(value)


@dataclass(frozen=True, slots=True)
class CodeKind(_Shaped):
    """A code in one word: letters, digits and - _ . / -> str."""

    most_words: int = 1
    most: int = 40
    is_shaped: bool = False

    def fits(self, text: str) -> bool:
        return re.fullmatch(r"[\w./-]+", text) is not None and len(text) <= self.most

    async def read(self, turn: Turn, text: str) -> Reading:
        typed = text.strip()
        return Reading(typed) if self.fits(typed) else Reading(wrong="code")

    def load(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class PhoneKind(_Shaped):
    """A phone number as it was typed -> str; core brings it into form."""

    most_words: int = 6

    def fits(self, text: str) -> bool:
        return re.fullmatch(r"[+(]?\d[\d ()/.-]{5,24}", text) is not None

    async def read(self, turn: Turn, text: str) -> Reading:
        typed = text.strip()
        return Reading(typed) if self.fits(typed) else Reading(wrong="phone")

    def load(self, value: str) -> str:
        return value


Load = Callable[[Turn], Awaitable[tuple[Option, ...]]]


@dataclass(frozen=True, slots=True)
class ChoiceKind:
    """One of a few known values, by code or by what its button says -> str.

    is_open: a value that is not known yet is taken as well (a new region). most_offered: buttons.
    """

    known: Load
    most_words: int = 1
    is_shaped: bool = False
    is_open: bool = False
    most_offered: int = 8

    def fits(self, text: str) -> bool:
        return bool(text.strip())

    async def read(self, turn: Turn, text: str) -> Reading:
        typed = text.strip().casefold()
        known = await self.known(turn)
        exact = [one for one in known if typed in (one.value.casefold(), one.label.casefold())]
        like = exact or [
            one
            for one in known
            if one.value.casefold().startswith(typed) or one.label.casefold().startswith(typed)
        ]
        if len(like) == 1:
            return Reading(like[0].value)
        if self.is_open and len(typed) <= 40:
            return Reading(text.strip())
        return Reading(options=tuple(like)[: self.most_offered]) if like else Reading(wrong="choice")

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return (await self.known(turn))[: self.most_offered]

    def load(self, value: str) -> str:
        return value
