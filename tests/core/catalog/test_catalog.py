"""Products as the other domains see them, the same on both databases."""

from dataclasses import replace
from uuid import UUID

import pytest

from core.catalog import repository
from core.catalog.types import IndexRow, Product
from core.infra.door import Core
from core.kernel.actor import SYSTEM
from core.kernel.ids import ProductId
from tests.make import make_assortment, make_product, make_product_name, set_order_multiple


async def load(core: Core, product_id: ProductId, language: str = "") -> Product:
    async with core.snapshot(SYSTEM) as snap:
        return (await repository.load_products(snap, [product_id], language))[product_id]


@pytest.mark.parametrize(
    ("packs", "sales_unit", "base"),
    [
        ({"each": 1, "case": 24}, "case", "each"),
        ({"case": 24, "each": 1}, "each", "each"),
        ({"roll": 1, "each": 1}, "roll", "roll"),  # of two names for one piece, the one it is sold by
        ({"each": 1, "roll": 1}, "roll", "roll"),
        ({"sheet": 1, "each": 1, "pack": 50}, "pack", "each"),
        ({"each": 1, "sheet": 1, "pack": 50}, "pack", "each"),
        ({}, "bag", "bag"),
        ({"case": 24}, "case", "case"),
    ],
)
def test_the_base_unit_does_not_hang_on_the_order_that_a_database_gives_the_packs_in(
    packs: dict[str, int], sales_unit: str, base: str
) -> None:
    product = Product(
        ProductId(UUID(int=1)), "S", "N", "", "", packs, sales_unit, 1, restricted=False, active=True
    )
    assert product.base_unit == base
    assert replace(product, packs=dict(reversed(packs.items()))).base_unit == base


async def test_a_product_is_named_in_the_readers_language_where_there_is_such_a_name(core: Core) -> None:
    product_id = await make_product(core, name="Cola can")
    await make_product_name(core, product_id, "tr", "Kola kutu")
    names = [(await load(core, product_id, language)).name for language in ("tr", "zh_CN", "")]
    assert names == ["Kola kutu", "Cola can", "Cola can"]


async def test_packs_come_in_the_same_order_from_both_databases(core: Core) -> None:
    product_id = await make_product(core, packs={"pallet": 480, "roll": 1, "case": 24}, sales_unit="roll")
    packs = ["roll", "each", "case", "pallet"]
    assert list((await load(core, product_id)).packs) == packs
    async with core.snapshot(SYSTEM) as snap:
        (row,) = await repository.load_index_rows(snap, 0)
    assert list(row.packs) == packs


async def test_only_what_changed_since_is_given_to_the_index(core: Core) -> None:
    first = await make_product(core, "A", "Alpha")
    second = await make_product(core, "B", "Beta")
    async with core.snapshot(SYSTEM) as snap:
        before = await repository.last_change(snap)
        assert [row.sku for row in await repository.load_index_rows(snap, 0)] == ["A", "B"]
        assert await repository.load_index_rows(snap, before) == []
    await make_product_name(core, first, "tr", "Alfa")
    async with core.snapshot(SYSTEM) as snap:
        (row,) = await repository.load_index_rows(snap, before)
    assert isinstance(row, IndexRow)
    assert (row.id, row.names) == (first, ("Alpha", "Alfa"))
    await set_order_multiple(core, second, 6)
    async with core.snapshot(SYSTEM) as snap:
        changed = await repository.load_index_rows(snap, before)
    assert [(row.sku, row.order_multiple) for row in changed] == [("A", 1), ("B", 6)]


async def test_an_approved_list_names_products_brands_and_categories_with_all_below(core: Core) -> None:
    wanted = [
        await make_product(core, "PHONE", brand="Apple", category="electronics/phones/smart"),
        await make_product(core, "CABLE", brand="Anker", category="accessories"),
        await make_product(core, "SINGLE", brand="Noname", category="accessories"),
    ]
    await make_product(core, "NEAR", brand="Noname", category="electronics/phonesets")
    await make_product(core, "ABOVE", brand="Noname", category="electronics")
    await make_assortment(core, "SHOP", scope="category", value="electronics/phones")
    await make_assortment(core, "SHOP", scope="brand", value="Anker")
    await make_assortment(core, "SHOP", scope="product", value="SINGLE")
    async with core.snapshot(SYSTEM) as snap:
        assert await repository.load_assortment(snap, "SHOP") == frozenset(wanted)
        assert await repository.load_assortment(snap, "OTHER") == frozenset()
