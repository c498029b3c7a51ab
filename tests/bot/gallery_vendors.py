"""Screens of purchase orders and vendors, drawn from sample values."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.screen import Screen
from bot.vendor.screens import (
    cannot_screen,
    days_screen,
    direct_sale_screen,
    direct_text,
    number_screen,
    purchase_screen,
    purchases_screen,
    sent_screen,
    vendors_screen,
)
from core.i18n.phrases import Say
from core.kernel.ids import LineId, OrderId, ProductId
from core.kernel.money import Money, UnitPrice
from core.vendors.types import (
    BoughtLine,
    DirectLine,
    DirectPart,
    DirectPlan,
    DirectSale,
    Frozen,
    Place,
    Purchase,
    PurchaseLine,
    PurchaseState,
    Vendor,
)

Draw = Callable[[Say], Screen]
ID = uuid.UUID(int=9)
DAY = date(2025, 10, 17)
WORST = "<b>& 超长 ‮name‬ " + "x" * 150
PURCHASE = Purchase(
    id=ID,
    number="PO-2025-1",
    vendor_id=ID,
    vendor="Pumpworks Ltd",
    state=PurchaseState.SENT,
    version=1,
    lines=(PurchaseLine("PUMP", "Pump", "each", 10, UnitPrice.parse("220", "USD"), Money(220_000, "USD")),),
    total=Money(220_000, "USD"),
    place=Place("Store MAIN", "1 Market Street", "Los Angeles"),
    sent_at=datetime(2025, 10, 14, 9, tzinfo=UTC),
    expected_on=DAY,
    carriers=("DHL", "UPS"),
)
LINE = DirectLine(LineId(ID), ProductId(ID), "PUMP", "Pump", "each", 10, 242_000)
PART = DirectPart(
    ID,
    "Rival Pumps",
    (BoughtLine(LINE, UnitPrice.parse("220", "USD"), Money(220_000, "USD")),),
    Money(242_000, "USD"),
    Money(220_000, "USD"),
    DAY,
)
WORST_PURCHASE = replace(
    PURCHASE,
    id=uuid.UUID(int=10),
    vendor=WORST,
    lines=tuple(replace(PURCHASE.lines[0], name=WORST, sku="S" * 60) for _ in range(40)),
    place=Place(WORST, WORST, WORST),
    state=PurchaseState.DECLINED,
    reason=WORST,
    answered_by=WORST,
)
WORST_OTHERS = tuple(replace(PART, vendor=WORST, vendor_id=uuid.UUID(int=20 + at)) for at in range(5))
PLAN = DirectPlan(OrderId(ID), "B2B-2025-1", "Corner Store", (PART,), ("Hose",))


def vendor_samples() -> Iterator[tuple[str, Draw]]:
    def of(screen: Callable[..., Screen], *values: Any, **more: Any) -> Draw:
        return lambda say: screen(*values, say, **more)

    yield "purchase", of(purchase_screen, PURCHASE)
    yield "purchase reminder", of(purchase_screen, PURCHASE, notice="⏰")
    yield (
        "purchase acknowledged",
        of(purchase_screen, replace(PURCHASE, state=PurchaseState.ACKNOWLEDGED, answered_by="Vera")),
    )
    yield (
        "purchase shipped",
        of(
            purchase_screen,
            replace(PURCHASE, state=PurchaseState.SHIPPED, carrier="DHL", tracking_number="JD0123"),
        ),
    )
    for frozen in Frozen:
        yield (
            f"purchase {frozen}",
            of(purchase_screen, replace(PURCHASE, state=PurchaseState.CANCELLED, frozen=frozen)),
        )
    yield "purchase worst", of(purchase_screen, WORST_PURCHASE)
    yield "purchase days", of(days_screen, PURCHASE)
    yield "purchase cannot", of(cannot_screen, PURCHASE, notice="⚠️")
    yield "purchase sent", of(sent_screen, PURCHASE)
    yield "purchase number", of(number_screen, PURCHASE, "DHL")
    yield "purchases", of(purchases_screen, (PURCHASE, WORST_PURCHASE), of_house=True)
    yield "purchases own", of(purchases_screen, (PURCHASE,), of_house=False)
    yield "purchases none", of(purchases_screen, (), of_house=False)
    sale = DirectSale(PURCHASE, OrderId(ID), "B2B-2025-1", "Corner Store", Money(242_000, "USD"))
    yield "direct sale", of(direct_sale_screen, replace(sale, others=(PART,), has_stock=True))
    yield (
        "direct sale worst",
        of(
            direct_sale_screen,
            replace(sale, purchase=WORST_PURCHASE, dealer_name=WORST, others=WORST_OTHERS),
        ),
    )
    yield (
        "direct sale over",
        of(direct_sale_screen, replace(sale, purchase=replace(PURCHASE, state=PurchaseState.DELIVERED))),
    )
    yield "direct preview", lambda say: Screen(direct_text(PLAN, say))
    yield (
        "vendors",
        of(vendors_screen, (Vendor(ID, "PUMPWORKS", WORST, (WORST,), 3), Vendor(ID, "RIVAL", "Rival"))),
    )
    yield "vendors none", of(vendors_screen, ())
