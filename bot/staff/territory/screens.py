"""The rep's dealers, one of them, its invoices, an order of it. Pure."""

from __future__ import annotations

from collections.abc import Callable

from bot.dealer.credit.screens import usage_bar
from bot.dealer.invoices.callbacks import InvoiceTap
from bot.dealer.ordering.amounts import amount
from bot.screen import Button, Screen, clip, escape, fit, grid, lines, paragraphs, short_id
from bot.staff.preparing.callbacks import begin_tap
from bot.staff.territory import callbacks as tap
from bot.staff.territory.callbacks import DealerTap, OrderLook, TerritoryTap
from core.billing.types import InvoiceSummary
from core.credit.types import CreditStanding
from core.dealers.types import DealerPerson
from core.forecasting.leaving_types import Leaving
from core.i18n.phrases import Raw, Say
from core.kernel.ids import DealerId
from core.orders.types import Order, OrderSummary
from core.reporting.territory_types import CreditMark, TerritoryCard, TerritoryPage, TerritoryRow

PAGE = 8
INVOICES = 8
_PEOPLE, _GOODS, _NAME = 5, 20, 40
_MARKS = {CreditMark.FREE: "🟢", CreditMark.WATCHED: "🟡", CreditMark.STOPPED: "🔴"}
_UP, _DOWN = 11_000, 9_000


def dealer_tap(act: str, dealer_id: DealerId, n: int = 0) -> str:
    return DealerTap(act=act, dealer=short_id(dealer_id), n=n).pack()


def territory_screen(page: TerritoryPage, at: TerritoryTap, say: Say) -> Screen:
    """A page of dealers, each in two rows of a phone, and a button to each card."""
    if not page.rows:
        return Screen(say("territory.none"))
    cards = [Button(clip(one.name, 28), dealer_tap(tap.CARD, one.dealer_id)) for one in page.rows]
    return Screen(
        paragraphs(say("territory.title", page.found), *(_row(one, say) for one in page.rows)),
        (
            *grid(cards, 2),
            turning(at.page, page.found, lambda to: TerritoryTap(page=to, text=at.text).pack()),
        ),
    )


def turning(page: int, found: int, data: Callable[[int], str], size: int = PAGE) -> tuple[Button, ...]:
    """Buttons to the pages beside this one; none where there is one page."""
    pages = max((found + size - 1) // size, 1)
    if pages == 1:
        return ()
    return Button("‹", data((page - 1) % pages)), Button("›", data((page + 1) % pages))


def _row(one: TerritoryRow, say: Say) -> str:
    name = say("territory.name", mark=Raw(_MARKS[one.mark]), name=clip(one.name, _NAME), free=one.available)
    facts = [
        say("territory.under_way", one.under_way) if one.under_way else None,
        say("territory.overdue", amount=one.overdue) if one.overdue else None,
        *rhythm_words(one.leaving, say),
    ]
    closed = None if one.active else say("dealer.closed")
    return lines(name, closed, "   " + " · ".join(fact for fact in facts if fact))


def whole_percent(share: int, say: Say) -> str:
    """A share in full percent: a forecast knows no fractions."""
    return say.percent(round(share, -2))


def rhythm_words(leaving: Leaving | None, say: Say) -> list[str]:
    """When it ordered last, and which way it goes."""
    if leaving is None:
        return [say("territory.never")]
    found = [say("territory.last", day=leaving.last_on)]
    if leaving.share is not None:
        arrow = "↗" if leaving.share >= _UP else "↘" if leaving.share <= _DOWN else "→"
        found.append(f"{arrow} {whole_percent(leaving.share, say)}")
    return [*found, "💤"] if leaving.is_leaving else found


def territory_card_screen(card: TerritoryCard, say: Say, *, notice: str | None = None) -> Screen:
    """A dealer with what has to be known before it is called."""
    dealer = card.dealer
    people = [_person(one, say) for one in dealer.people[:_PEOPLE]]
    more = len(dealer.people) - _PEOPLE
    return Screen(
        paragraphs(
            notice,
            lines(
                say("dealer.title", name=clip(dealer.name, 80), code=dealer.code),
                None if dealer.active else say("dealer.closed"),
                say("dealer.class", tier=dealer.tier, region=dealer.region or "—", currency=dealer.currency),
                say("dealer.places", dealer.places),
            ),
            _credit(card.credit.standing, say),
            _rhythm(card.leaving, say),
            _under_way(card, say),
            _due(card, say),
            _words(card, say),
            lines(say("dealer.people") if people else say("dealer.nobody"), *people)
            + (f"\n… +{more}" if more > 0 else ""),
        ),
        _card_buttons(card, say),
    )


def _credit(standing: CreditStanding, say: Say) -> str:
    return lines(
        say("dealer.limit", limit=standing.limit, available=standing.available),
        usage_bar(standing.exposure.minor, standing.limit.minor),
        say("credit.overdue", standing.overdue_days, amount=standing.overdue) if standing.overdue else None,
        say("dealer.hold", reason=clip(standing.hold, 120)) if standing.hold else None,
    )


def _rhythm(leaving: Leaving | None, say: Say) -> str:
    """Its last order beside its own rhythm, and how it buys beside its own season."""
    if leaving is None:
        return say("territory.never")
    return lines(
        say("territory.since", leaving.silent_days, day=leaving.last_on),
        say("territory.usual", leaving.usual_days) if leaving.usual_days is not None else None,
        say("territory.share", share=Raw(whole_percent(leaving.share, say)))
        if leaving.share is not None
        else None,
    )


def _under_way(card: TerritoryCard, say: Say) -> str | None:
    if not card.count:
        return None
    shown = [_order(one, say) for one in card.under_way]
    more = card.count - len(shown)
    return lines(say("territory.orders", card.count), *shown, f"… +{more}" if more > 0 else None)


def _order(one: OrderSummary, say: Say) -> str:
    state = Raw(say(f"state.{one.state.value}"))
    return say("territory.order", number=one.number, total=one.total, state=state)


def _due(card: TerritoryCard, say: Say) -> str | None:
    if not card.due:
        return None
    goods = [
        say("territory.goods", amount=Raw(amount(say, one.unit_quantity, one.unit)), name=clip(one.name, 50))
        for one in card.due
    ]
    return lines(say("territory.due"), *goods)


def _words(card: TerritoryCard, say: Say) -> str | None:
    if not card.words or card.words_at is None:
        return None
    return lines(
        say("territory.words", at=card.words_at), *(f"💬 {escape(clip(one, 80))}" for one in card.words)
    )


def _person(one: DealerPerson, say: Say) -> str:
    mark = "🔒" if one.blocked else "💬" if one.is_reachable else "▫️"
    role = Raw(say(f"role.{one.role.value}"))
    return say("dealer.person", mark=mark, name=clip(one.name, 40), role=role, phone=one.phone or "—")


def _card_buttons(card: TerritoryCard, say: Say) -> tuple[tuple[Button, ...], ...]:
    key = card.dealer.id
    orders = [
        Button(f"📦 {one.number}", OrderLook(order=short_id(one.id)).pack()) for one in card.under_way[:4]
    ]
    return (
        (
            Button(say("button.write_dealer"), dealer_tap(tap.WRITE, key)),
            Button(say("button.dealer_figures"), dealer_tap(tap.FIGURES, key)),
        ),
        (
            Button(say("button.dealer_invoices"), dealer_tap(tap.INVOICES, key)),
            *((Button(say("button.dealer_task"), dealer_tap(tap.TASK, key)),) if card.leaving else ()),
        ),
        *(((Button(say("button.order_for"), begin_tap(key)),),) if card.dealer.active else ()),
        *grid(orders, 2),
    )


def dealer_invoices_screen(
    name: str, dealer_id: DealerId, found: tuple[InvoiceSummary, ...], page: int, say: Say
) -> Screen:
    """A page of a dealer's invoices, newest first; one more than fits means that there is another page."""
    rows = [
        (
            Button(
                f"{'✅' if not one.open else '⏰' if one.days_overdue > 0 else '▫️'} {clip(one.number, 24)}"
                f" · {say.money(one.open or one.total)}",
                InvoiceTap(invoice=short_id(one.id or one.entry_id)).pack(),
            ),
        )
        for one in found[:INVOICES]
    ]
    turn = []
    if page > 0:
        turn.append(Button("‹", dealer_tap(tap.INVOICES, dealer_id, page - 1)))
    if len(found) > INVOICES:
        turn.append(Button("›", dealer_tap(tap.INVOICES, dealer_id, page + 1)))
    back = (Button(say("button.back"), dealer_tap(tap.CARD, dealer_id)),)
    key = "territory.invoices" if found else "territory.no_invoices"
    return Screen(say(key, name=clip(name, 60)), (*rows, tuple(turn), back))


def house_order_screen(order: Order, say: Say) -> Screen:
    """A dealer's order as the house reads it: what, for how much, when, and where it is."""
    goods = [
        say(
            "territory.goods",
            amount=Raw(amount(say, one.unit_quantity, one.unit)),
            name=clip(one.name, 50),
        )
        for one in order.lines[:_GOODS]
    ]
    more = len(order.lines) - _GOODS
    state = Raw(say(f"state.{order.state.value}"))
    return Screen(
        fit(
            paragraphs(
                lines(
                    say("territory.order_title", number=order.number, dealer=clip(order.dealer_name, 60)),
                    say("territory.order", number=order.number, total=order.total, state=state),
                    say("task.placed", at=order.placed_at),
                    say("task.promised", day=order.promised_on) if order.promised_on else None,
                    say("quote.note", note=clip(order.note, 200)) if order.note else None,
                ),
                lines(*goods, f"… +{more}" if more > 0 else None),
            )
        ),
        ((Button(say("button.dealer_card"), dealer_tap(tap.CARD, order.dealer_id)),),),
    )
