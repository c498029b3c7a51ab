"""Samples of the rep's day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from bot.notices.territory import written_screen
from bot.screen import Screen
from bot.staff.territory.callbacks import SilentTap, TerritoryTap
from bot.staff.territory.figures_screens import rep_month_screen
from bot.staff.territory.overnight_screens import overnight_screen
from bot.staff.territory.screens import (
    dealer_invoices_screen,
    house_order_screen,
    territory_card_screen,
    territory_screen,
)
from bot.staff.territory.silent_screens import silent_notice, silent_screen
from core.billing.types import InvoiceSummary
from core.credit.types import CreditOutcome, CreditStanding
from core.credit.use_cases.show_credit import CreditView
from core.dealers.types import DealerCard, DealerPerson
from core.forecasting.leaving_types import Leaving
from core.i18n.phrases import Say
from core.kernel.actor import Role
from core.kernel.ids import DealerId, OrderId
from core.orders.types import OrderState, OrderSummary
from core.reporting.territory_types import (
    CreditMark,
    DueGoods,
    NightOrder,
    Overnight,
    RepFigures,
    RepMonth,
    SilentDealer,
    SilentPage,
    TerritoryCard,
    TerritoryPage,
    TerritoryRow,
    Trouble,
    TroubleKind,
    Unread,
)
from tests.bot import samples as s

Sample = tuple[str, Callable[[Say], Screen]]
DEALER = DealerId(s.uid(6))
SILENT = Leaving(s.DAY, 12, 41, 7, 0.01, 4_000, 0.8, 500_000, 400_000)


def territory_samples() -> Iterator[Sample]:
    for name in ("TechMart", *s.NASTY):
        rows = tuple(
            TerritoryRow(
                DealerId(s.uid(60 + at)), "T-1", name, at != 1, mark, s.usd("120000"), s.usd("5"), 3, leaving
            )
            for at, (mark, leaving) in enumerate(
                (mark, leaving) for mark in CreditMark for leaving in (SILENT, None)
            )
        )
        page = TerritoryPage(rows, 800)
        tap = TerritoryTap(page=3, text="tech")
        yield f"territory of {name[:9]}", lambda say, page=page, tap=tap: territory_screen(page, tap, say)
        card = _card(name)
        yield f"territory card of {name[:9]}", lambda say, card=card: territory_card_screen(card, say)
        silent = SilentDealer(
            DEALER, name, SILENT, s.usd("5000"), s.usd("4000"), OrderId(s.uid(5)), "B2B-1", (name,) * 3
        )
        found = SilentPage(
            tuple(replace(silent, dealer_id=DealerId(s.uid(60 + at))) for at in range(5)),
            40,
            (s.usd("4000"), s.usd("1")),
            s.DAY,
        )
        yield f"silent {name[:9]}", lambda say, found=found: silent_screen(found, SilentTap(page=2), say)
        yield (
            f"silent notice of {name[:9]}",
            lambda say, name=name: silent_notice(3, [s.usd("4000")], [name] * 3, say),
        )
        invoice = InvoiceSummary(
            s.uid(9), s.uid(10), name[:40], DEALER, name, s.DAY, s.DAY, s.usd("100"), s.usd("50"), 3
        )
        yield (
            f"invoices of dealer {name[:9]}",
            lambda say, name=name, one=invoice: dealer_invoices_screen(
                name, DEALER, tuple(replace(one, id=s.uid(60 + at)) for at in range(9)), 1, say
            ),
        )
        yield f"written by {name[:9]}", lambda say, name=name: written_screen(name, name * 3, say)
    for name in s.NASTY:
        yield (
            f"overnight of {name[:9]}",
            lambda say, name=name: overnight_screen(_night(name), say),
        )
    some = RepFigures(3, s.usd("1200"), 2, 2_150)
    none = RepFigures(0, s.usd("0"), 0)
    for now, before in ((some, some), (some, none), (none, some), (none, none)):
        month = RepMonth(s.DAY, s.DAY, 4, now, before, before, ((s.DAY, 5),))
        yield (
            f"month of a rep, {now.orders}, {before.orders}",
            lambda say, month=month: rep_month_screen(month, say),
        )
    quiet = Overnight(s.AT, (), 0, (), 0, (), 0, ())
    yield "quiet night", lambda say: overnight_screen(quiet, say)
    order = s.order()
    yield "order for the house", lambda say: house_order_screen(order, say)
    bare = replace(_card("Corner"), leaving=None, due=(), words=(), count=0, under_way=())
    yield "territory card of nobody", lambda say: territory_card_screen(bare, say, notice="x")
    yield "no territory", lambda say: territory_screen(TerritoryPage((), 0), TerritoryTap(), say)
    nobody = SilentPage((), 0, (), s.DAY)
    yield "nobody silent", lambda say: silent_screen(nobody, SilentTap(), say)
    yield "no invoices", lambda say: dealer_invoices_screen("Corner", DEALER, (), 0, say)


def _card(name: str) -> TerritoryCard:
    person = DealerPerson(name, "+12135550101", Role.DEALER_BUYER, True, False)
    standing = CreditStanding(s.usd("10"), s.usd("5"), s.usd("3"), s.usd("0"), s.usd("0"), (), name)
    order = OrderSummary(
        OrderId(s.uid(5)), "B2B-2025-7891", OrderState.APPROVED, s.AT, s.usd("100"), 3, s.DAY
    )
    dealer = DealerCard(
        DEALER, "T-1", name, "gold", "west", "en", "UTC", "USD", False, name, name, (person,) * 9, 3
    )
    under_way = tuple(replace(order, id=OrderId(s.uid(60 + at))) for at in range(5))
    return TerritoryCard(
        dealer, CreditView(standing, s.verdict(CreditOutcome.APPROVE)), under_way, 9, SILENT,
        (DueGoods(name, "case", Decimal(3)),) * 6, (name, name), s.AT, True,
    )  # fmt: skip


def _night(name: str) -> Overnight:
    """Eight orders, one trouble of each kind and words that nobody understood."""
    orders = tuple(
        NightOrder(OrderId(s.uid(60 + at)), f"B2B-2025-{at}", name, s.usd("100"), OrderState.IN_REVIEW)
        for at in range(8)
    )
    troubles = tuple(
        Trouble(kind, s.AT, DealerId(s.uid(70 + at)), name, name[:40], None)
        for at, kind in enumerate(TroubleKind)
    )
    unread = (Unread(DealerId(s.uid(90)), name, name * 5),)
    return Overnight(s.AT, orders, 12, (s.usd("1200"),), 3, troubles, 9, unread)
