"""Q1-Q6, S1-S3: goods are found by what they measure, in four languages, and what fits in place of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from core.intake.engine.matching import CatalogIndex
from core.intake.engine.searching import replacements, search_goods
from core.intake.types import CatalogEntry, DealerView
from dealerline.demo.products.assemble import drafts
from dealerline.demo.products.draft import english_name, translated_names

QUERIES = [
    tuple(part.strip() for part in line.split("|"))
    for line in Path(__file__).with_name("attribute_queries.txt").read_text(encoding="utf8").splitlines()
    if line and not line.startswith("#")
]
EVERYBODY = DealerView()


@cache
def entries() -> tuple[CatalogEntry, ...]:
    """The whole demo catalogue, found by its SKUs."""
    return tuple(
        CatalogEntry(
            one.sku, one.sku, (english_name(one), *translated_names(one)), one.brand, one.category,
            packs=dict(one.packs), attributes=dict(one.attributes),
        )
        for one in drafts()
    )  # fmt: skip


@cache
def index() -> CatalogIndex:
    return CatalogIndex.build(entries())


def expected(category: str, wanted: str) -> set[str]:
    """Found by going through all goods one by one, with nothing of the search."""
    facts = dict(part.strip().split("=") for part in wanted.split(";"))
    words = facts.pop("noun").split()
    return {
        one.sku
        for one in entries()
        if one.category.startswith(category)
        and all(one.attributes.get(name) == value for name, value in facts.items())
        and all(word in one.names[0].casefold() for word in words)
    }


@pytest.mark.parametrize(("text", "category", "wanted"), QUERIES, ids=[one[0] for one in QUERIES])
def test_an_attribute_query_finds_exactly_the_goods_that_have_it(
    text: str, category: str, wanted: str
) -> None:
    hits = search_goods(text, index(), EVERYBODY)
    assert expected(category, wanted)
    assert hits.is_exact
    assert set(hits.keys) == expected(category, wanted)


def test_there_are_enough_of_them_and_in_four_languages() -> None:
    assert len(QUERIES) >= 40


def test_only_goods_of_the_own_list_are_found() -> None:
    own = DealerView(allowed=frozenset({"S6210", "6210", "COKE-330"}))
    assert search_goods("stainless bearing 50 mm", index(), own).keys == ("S6210",)
    assert search_goods("S6010", index(), own).keys != ("S6010",)
    assert set(search_goods("bearing 50 mm", index(), own).keys) == {"S6210", "6210"}


def test_a_size_in_inches_is_its_size_in_millimetres_within_a_hundredth() -> None:
    cables = search_goods('usb-c cable 79" black', index(), EVERYBODY)  # 2.0066 m
    assert cables.is_exact
    assert set(cables.keys) == expected("Electronics", "length=2 m; colour=black; noun=usb-c cable")
    assert not search_goods('bearing 2"', index(), EVERYBODY).is_exact  # 50.8 mm is no 50 mm


@pytest.mark.parametrize(
    "text", ["6210-2RS for 6210-ZZ", "替代6210-ZZ", "6210-ZZ yerine", "pengganti 6210-ZZ", "6210-ZZ的替代品"]
)
def test_a_replacement_is_asked_for_in_four_languages(text: str) -> None:
    hits = search_goods(text, index(), EVERYBODY)
    assert hits.instead_of == "6210-ZZ"


def test_what_fits_is_named_with_what_is_different() -> None:
    entry = index().entry("6210-ZZ")
    assert entry is not None
    found = replacements(entry, entries(), ["6210-2RS"])
    assert found[0].key == "6210-2RS"
    assert {one.key: one.differs for one in found} == {
        "6210-2RS": (("seal", "rubber seals"),),
        "6210": (("seal", "open"),),
        "6210-ZZ-C3": (("clearance", "C3"),),
        "S6210-ZZ": (("material", "stainless steel"),),
        "HAL-6210-ZZ": (("brand", "Halden"),),
        "S6210": (("seal", "open"), ("material", "stainless steel")),
        "6210-2RS-C3": (("seal", "rubber seals"), ("clearance", "C3")),
        "S6210-2RS": (("seal", "rubber seals"), ("material", "stainless steel")),
        "HAL-6210-2RS": (("seal", "rubber seals"), ("brand", "Halden")),
    }


def test_one_measure_alone_makes_nothing_fit() -> None:
    coke = index().entry("COKE-330")
    assert coke is not None
    assert replacements(coke, entries()) == ()
    named = replacements(coke, entries(), ["SPRITE-330"])
    assert [one.key for one in named] == ["SPRITE-330"]


@pytest.mark.parametrize("text", ["", "   ", "???", "zzzzqqqq xxyyzz", "0" * 100, "😀" * 50])
def test_nonsense_finds_nothing(text: str) -> None:
    assert search_goods(text, index(), EVERYBODY).keys == ()
