"""Every refusal of core has its sentence in every language, with nothing left unfilled."""

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import date

import pytest

import core
from bot.screen import escape
from bot.wording import refusal_text
from core.approvals.errors import AlreadyDecided
from core.i18n.phrases import LANGUAGES, Phrasebook
from core.kernel.errors import NotFound, Refused
from core.kernel.money import Money, UnitPrice
from core.orders.errors import BelowMinimum
from tests.chat import phrasebook

FIELDS = {
    "received": 65_536, "least": 100, "rule": "moved",
    "lines": [1, 3], "minimum": Money(100_000, "USD"), "missing": Money(87_040, "USD"),
    "fits": Money(5_000, "USD"), "by": "Rita", "most": 500, "state": "approved", "language": "xx",
    "version": 2, "name": "dealers.csv", "entity": "x", "known": ["dealers", "products"],
    "who": ("Rita", "Max"), "until": "14 Oct", "step": 24, "level": "director",
    "overdue": Money(3_000_000, "USD"), "permission": "order_place", "number": "B2B-2025-7891",
    "given": "EUR", "expected": "USD", "day": date(2025, 10, 14), "amount": Money(5_000, "USD"),
    "dealer": "Corner Shop", "left": 3, "line": 2, "order": Money(5_000, "USD"),
    "invoice": Money(5_001, "USD"), "phone": "+12135550100", "reserved": 30, "on_hand": 12, "currency": "EUR",
    "document": "INV-2025-2",
    "low": UnitPrice(720_000, "USD"), "high": UnitPrice(880_000, "USD"), "guide": UnitPrice(800_000, "USD"),
    "rows": 700_000, "names": ("Sprite", "Fanta"), "coupon": "SAVE10", "value": "25:00", "warehouse": "LA",
    "sku": "COKE330", "there": 3, "wanted": 5, "lot": "A12", "lots": ["A12", "B7"], "days": 30,
    "orders": ["B2B-2025-7891"], "vans": ["V1", "V2"], "van": "V9", "driver": "Dana", "hours": "25:00",
    "lacks": ["lift"], "position": "0, 0", "minutes": 2, "unpicked": 3, "since": "14 Oct 10:00",
}  # fmt: skip


def _refusals(kind: type[Refused] = Refused) -> Iterator[type[Refused]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _refusals(child)


def _all_refusals() -> list[type[Refused]]:
    """Every class of refusal, wherever in core it stands."""
    for module in pkgutil.walk_packages(core.__path__, "core."):
        if "migrations" not in module.name:
            importlib.import_module(module.name)
    return sorted(set(_refusals()), key=lambda one: one.code)


@pytest.fixture
def book() -> Phrasebook:
    return phrasebook()


def test_every_refusal_has_a_sentence_of_its_own_in_every_language(book: Phrasebook) -> None:
    codes = {refusal.code for refusal in _all_refusals() if refusal.__module__.startswith("core.")}
    missing = [
        (language, code)
        for code in codes
        for language in LANGUAGES
        if not book.has(language, f"error.{code}")
    ]
    assert missing == []
    assert {"price_changed", "stock_short", "credit_refused", "draft_gone", "invite_unusable"} <= codes


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_names_its_figures_and_leaves_no_gap(book: Phrasebook, language: str) -> None:
    say = book.say(language, escape=escape)
    for refusal in _all_refusals():
        if not book.has("en", f"error.{refusal.code}"):
            continue
        text = refusal_text(refusal(**FIELDS), say)
        assert "{" not in text, (refusal, text)
        assert "None" not in text, (refusal, text)


def test_the_figures_are_written_as_the_reader_writes_them(book: Phrasebook) -> None:
    refusal = BelowMinimum(minimum=Money(100_000, "USD"), missing=Money(87_040, "USD"))
    english = refusal_text(refusal, book.say("en", escape=escape))
    assert english == "The smallest order is $1,000.00. Add goods for $870.40 more."
    assert "$870,40" in refusal_text(refusal, book.say("tr", escape=escape))


def test_what_was_not_found_is_named_where_there_is_a_way_on(book: Phrasebook) -> None:
    say = book.say("en", escape=escape)
    assert refusal_text(NotFound(what="order"), say) == "I could not find that order. /orders lists yours."
    assert refusal_text(NotFound(what="line"), say) == "I could not find that. It may be gone, or not yours."
    assert refusal_text(NotFound(), say) == "I could not find that. It may be gone, or not yours."


def test_a_name_in_a_refusal_cannot_turn_into_markup(book: Phrasebook) -> None:
    text = refusal_text(AlreadyDecided(state="approved", by="<b>Rita"), book.say("en", escape=escape))
    assert text == "&lt;b&gt;Rita decided this before you."
