"""The way through a catalogue: categories, brands, goods in the order of their names."""

from __future__ import annotations

from core.intake.engine.aisles import Aisles, mark_of
from core.intake.types import CatalogEntry


def good(sku: str, name: str, brand: str, category: str) -> CatalogEntry:
    return CatalogEntry(sku, sku, (name,), brand, category)


GOODS = Aisles.of(
    [
        good("P", "Phone", "Apple", "Electronics/Phones"),
        good("B10", "Bolt 10 mm", "Iron", "Industrial/Bolts"),
        good("B6", "Bolt 6 mm", "Iron", "Industrial/Bolts"),
        good("B8", "Bolt 8 mm", "Grip", "Industrial/Bolts"),
        good("M", "Machine", "", "Industrial"),
        good("L", "Loose", "Iron", ""),
    ]
)


def test_the_top_shows_categories_with_their_counts_and_what_stands_in_none() -> None:
    top = GOODS.aisle()
    assert top is not None
    assert [(one.name, one.count) for one in top.below] == [("Electronics", 1), ("Industrial", 4)]
    assert (top.keys, top.count, top.path, top.brand) == (("L",), 6, (), None)
    assert [(one.name, one.count) for one in top.brands] == [("Apple", 1), ("Grip", 1), ("Iron", 3)]


def test_a_category_shows_those_below_and_its_own_goods_and_the_last_one_goods_by_value() -> None:
    industrial = GOODS.aisle(mark_of("Industrial"))
    assert industrial is not None
    assert [one.name for one in industrial.below] == ["Bolts"]
    assert (industrial.keys, industrial.up) == (("M",), "")
    bolts = GOODS.aisle(industrial.below[0].mark)
    assert bolts is not None
    assert (bolts.path, bolts.keys) == (("Industrial", "Bolts"), ("B6", "B8", "B10"))
    assert bolts.up == mark_of("Industrial")


def test_a_brand_leaves_only_its_own() -> None:
    iron = GOODS.aisle(brand_mark=mark_of("Iron"))
    assert iron is not None
    assert iron.brand is not None
    assert [(one.name, one.count) for one in iron.below] == [("Industrial", 2)]
    assert (iron.keys, iron.brand.name, iron.count) == (("L",), "Iron", 3)
    bolts = GOODS.aisle(mark_of("Industrial/Bolts"), mark_of("Iron"))
    assert bolts is not None
    assert bolts.keys == ("B6", "B10")


def test_a_mark_that_means_nothing_leads_nowhere() -> None:
    assert GOODS.aisle("AAAAAAAA") is None
    assert GOODS.aisle(brand_mark="AAAAAAAA") is None
    assert GOODS.aisle(mark_of("Iron")) is None
