"""Screens of goods that dealers give up, drawn from sample values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.dealer.ordering.screens import quote_card
from bot.dealer.partners.screens import (
    give_number_screen,
    give_reasons_screen,
    give_screen,
    offers_screen,
    partners_screen,
)
from bot.screen import Screen
from bot.vendor.screens import GIVE_REASONS, SILENT
from core.i18n.phrases import Say
from core.kernel.ids import DealerId, ProductId
from core.kernel.money import UnitPrice
from core.orders.partner_types import SupplyWay
from core.orders.supply_types import WhenShort
from core.vendors.partner_types import GiveRequest, StatedOffer
from core.vendors.types import Frozen, Place, PurchaseState
from tests.bot import samples as s
from tests.bot.gallery_supply import short_quote
from tests.bot.gallery_vendors import DAY, ID, PURCHASE, WORST, WORST_PURCHASE

Draw = Callable[[Say], Screen]
AT = datetime(2025, 10, 14, 13, tzinfo=UTC)
OFFER = StatedOffer(
    ID, DealerId(ID), "Bigbox", "west", ProductId(ID), "IP15P", "iPhone 15 Pro", "each", 20, 5,
    UnitPrice.parse("980", "USD"), DAY, AT,
)  # fmt: skip
WORST_OFFERS = tuple(replace(OFFER, dealer_name=WORST, name=WORST, sku="S" * 60) for _ in range(40))
REQUEST = GiveRequest(PURCHASE, AT, None, sends=False)
WORST_REQUESTS = tuple(
    replace(REQUEST, purchase=replace(PURCHASE, id=s.uid(900 + at), number=f"PO-2025-{at}"))
    for at in range(30)
)
PLACE = Place("", "1 Market Street", "Los Angeles")


def partner_samples() -> Iterator[tuple[str, Draw]]:
    def of(screen: Callable[..., Screen], *values: Any, **more: Any) -> Draw:
        return lambda say: screen(*values, say, **more)

    yield "offers none", of(offers_screen, (), ())
    yield "offers", of(offers_screen, (OFFER, replace(OFFER, taken=0, valid_until=None)), (REQUEST,))
    yield "offers worst", of(offers_screen, WORST_OFFERS, WORST_REQUESTS, notice="✅ " + "x" * 40)
    for found in ((), (OFFER,), WORST_OFFERS):
        yield f"partners {len(found)}", of(partners_screen, found)
    for state in PurchaseState:
        for place, sends in ((None, False), (PLACE, True)):
            request = GiveRequest(replace(PURCHASE, state=state), AT, place, sends)
            yield f"give {state} {sends}", of(give_screen, request)
    for frozen in Frozen:
        purchase = replace(PURCHASE, state=PurchaseState.CANCELLED, frozen=frozen)
        yield f"give {frozen}", of(give_screen, replace(REQUEST, purchase=purchase))
    for reason in (*GIVE_REASONS, SILENT):
        purchase = replace(PURCHASE, state=PurchaseState.CANCELLED, reason=reason)
        yield f"give not {reason}", of(give_screen, replace(REQUEST, purchase=purchase))
    worst = GiveRequest(WORST_PURCHASE, AT, Place("", WORST, WORST), sends=True)
    yield "give worst", of(give_screen, worst, notice="⏰")
    yield "give why not", of(give_reasons_screen, REQUEST, notice="⚠️")
    yield "give number", of(give_number_screen, REQUEST)
    yield (
        "give no carriers",
        of(give_number_screen, replace(REQUEST, purchase=replace(PURCHASE, carriers=()))),
    )
    yield from _ways()


def _ways() -> Iterator[tuple[str, Draw]]:
    """The ways that a quote compares for what is not there."""
    ways = (
        SupplyWay("dealer", 3, s.DAY, s.usd("12.00"), is_chosen=True),
        SupplyWay("vendor", 3, s.DAY, s.usd("0"), is_chosen=False),
        SupplyWay("back_order", 3, None, s.usd("0"), is_chosen=False),
    )
    for when in (None, WhenShort.REST):
        quote = replace(short_quote(when, dated=True), ways=ways)
        yield f"ways {when}", lambda say, quote=quote: quote_card(quote, say)
