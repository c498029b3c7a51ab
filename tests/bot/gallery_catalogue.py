"""Screens of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial

from bot.dealer.catalogue.card import (
    back_in_stock_screen,
    card_screen,
    how_much_screen,
    pictured_screen,
)
from bot.dealer.catalogue.screens import brands_screen, found_screen, place_screen, shelf_screen
from bot.screen import Screen, short_id
from core.catalog.types import Details, Product
from core.i18n.phrases import Say
from core.intake.catalogue_types import Aisle, CataloguePage, Offer, Shelf, Way
from core.intake.engine.aisles import mark_of
from core.kernel.ids import DraftId, ProductId
from core.orders.use_cases.show_product import ProductCard
from core.stock.types import Light
from tests.bot import samples as s

Sample = tuple[str, Callable[[Say], Screen]]


def product(at: int, **more: object) -> Product:
    one = Product(
        ProductId(s.uid(at)), f"SKU-{at:05}-" + "X" * 40, s.NASTY[at % len(s.NASTY)][:200], s.NASTY[0][:80],
        "Industrial/Bearings", {"each": 1, "box": 10, "case": 24, "pallet": 960}, "case", 1, restricted=False,
        active=True,
    )  # fmt: skip
    return replace(one, **more)


def offers(count: int) -> tuple[Offer, ...]:
    lights = tuple(Light)
    return tuple(
        Offer(
            product(at),
            s.unit_usd("1234.5678") if at % 4 else None,
            None,
            s.available(lights[at % 3], 12),
            1,
            "case",
        )
        for at in range(count)
    )


def page(count: int, **more: object) -> CataloguePage:
    return replace(CataloguePage(None, offers(count), 1, 3, 24), **more)


def ways(count: int) -> tuple[Way, ...]:
    names = (s.NASTY[at % len(s.NASTY)][:80] for at in range(count))
    return tuple(Way(mark_of(f"{at}{name}"), name, 1234 + at) for at, name in enumerate(names))


def card(**more: object) -> ProductCard:
    facts = {s.NASTY[at % len(s.NASTY)][:40]: s.NASTY[at % len(s.NASTY)][:200] for at in range(12)}
    one, *others = offers(7)
    one = replace(one, unit_price=s.unit_usd("1234.5678"), product=product(1, order_multiple=12))
    made = ProductCard(
        one,
        Details({"bore": "50 mm", "seal": "rubber seals", **facts}, 1250, 90, None),
        tuple((at * 100, s.unit_usd("1000.1234")) for at in range(1, 6)),
        tuple((other, (("seal", s.NASTY[0]), ("brand", "Halden"))) for other in others[:3]),
        tuple(others[3:6]),
        ((Decimal("999999999"), "case"), (Decimal(2), "each")),
        DraftId(s.uid(9)),
        7,
        is_watched=True,
    )
    return replace(made, **more)


def catalogue_samples() -> Iterator[Sample]:
    top = Aisle("", (), "", None, ways(60), ways(90), (), 1234)
    inner = Aisle(mark_of("a/b"), tuple(s.NASTY[:3]), mark_of("a"), ways(1)[0], (), ways(3), ("k",), 24)
    differs = {one.product.id: (("seal", s.NASTY[0]), ("colour", "red")) for one in offers(8)}
    yield "catalogue top", partial(place_screen, page(0, aisle=top, pages=1), top)
    yield "catalogue place", partial(place_screen, page(8, aisle=inner), inner)
    yield "catalogue brands", partial(_brands, top)
    for shelf in Shelf:
        yield f"catalogue {shelf.value}", partial(shelf_screen, page(8), shelf)
    yield "catalogue shelf, empty", partial(shelf_screen, page(0, pages=1, total=0), Shelf.NEW)
    yield "catalogue found", partial(found_screen, page(8), s.NASTY[2])
    yield "catalogue closest", partial(found_screen, page(8, is_exact=False), s.NASTY[3])
    yield "catalogue nothing", partial(found_screen, page(0, total=0), s.NASTY[0])
    instead = page(8, instead_of=product(99), differs={**differs, product(1).id: ()})
    yield "catalogue instead", partial(found_screen, instead, "6210")
    stamp = short_id(s.uid(9))
    yield "product card", partial(card_screen, card(), stamp=stamp, may_order=True, notice="!")
    gone = replace(card().offer, availability=s.available(Light.RED, 0))
    bare = Details({}, 0, 0, None)
    empty = card(offer=gone, details=bare, breaks=(), fits=(), related=(), drafted=(), is_watched=False)
    yield "product card, gone", partial(card_screen, empty, stamp=stamp, may_order=False)
    yield "how much of a product", partial(how_much_screen, product(2))
    yield "back in stock", partial(back_in_stock_screen, s.NASTY[0], "SKU", stamp)
    yield "pictured", partial(pictured_screen, s.NASTY[0], stamp)


def _brands(aisle: Aisle, say: Say) -> Screen:
    return brands_screen(aisle, say, 1)
