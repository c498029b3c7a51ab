"""Where an order is: every part of it, what has happened with its date, and what comes next. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dealer.ordering.amounts import amount
from bot.screen import Screen, clip, escape, fit, lines, paragraphs
from core.deliveries.types import Shipment, ShipmentLine, ShipmentState, TrackingKind, Way
from core.deliveries.use_cases.show_shipments import TrackedOrder
from core.dispatch.use_cases.count_ahead import Ahead
from core.i18n.phrases import Raw, Say
from core.orders.types import Order, OrderState

GOODS, PARTS = 6, 8
NEWS = frozenset({TrackingKind.INFO, TrackingKind.ATTEMPT, TrackingKind.PROBLEM})
SAYS_NEXT = frozenset(
    {
        OrderState.APPROVED,
        OrderState.BACK_ORDERED,
        OrderState.PICKING,
        OrderState.PACKED,
        OrderState.SHIPPED,
        OrderState.OUT_FOR_DELIVERY,
        OrderState.PART_DELIVERED,
    }
)


def tracking_card(tracked: TrackedOrder, say: Say) -> Screen:
    """The one message about an order on its way: it is changed at each step."""
    order = tracked.order
    return Screen(
        fit(
            paragraphs(
                lines(
                    say("track.title", number=order.number, state=Raw(say(f"state.{order.state.value}"))),
                    say("quote.promised", day=order.promised_on)
                    if order.promised_on and order.state in SAYS_NEXT
                    else None,
                ),
                tracking_text(tracked, say),
            )
        )
    )


def tracking_text(tracked: TrackedOrder, say: Say) -> str:
    """The parts of the order, and what comes next; "" where there is nothing to tell beyond its state."""
    live = [one for one in tracked.shipments if one.state is not ShipmentState.CANCELLED]
    parts = [_part(one, at, len(live), tracked.order, say) for at, one in enumerate(live[:PARTS], start=1)]
    return paragraphs(*parts, next_step(tracked.order, live, say))


def next_step(order: Order, shipments: Sequence[Shipment], say: Say) -> str | None:
    """What happens next with it."""
    if order.state not in SAYS_NEXT:
        return None
    if any(one.way is Way.PICK_UP and one.state is ShipmentState.SHIPPED for one in shipments):
        return say("nextstep.pick_up")
    return say(f"nextstep.{order.state.value}")


def _part(shipment: Shipment, at: int, count: int, order: Order, say: Say) -> str:
    mine = [line for line in shipment.lines if line.order_id == order.id]
    return lines(
        _title(shipment, at, count, say),
        *(_goods(line, say) for line in mine[:GOODS]),
        say("track.more", len(mine) - GOODS) if len(mine) > GOODS else None,
        say("track.with_others", orders=clip(", ".join(_others(shipment, order)), 80))
        if _others(shipment, order)
        else None,
        *_steps(shipment, say),
    )


def _title(shipment: Shipment, at: int, count: int, say: Say) -> str:
    """Which part it is and from where; whose goods come straight from a vendor the dealer is not told."""
    if not shipment.warehouse:
        title = "track.direct_part" if count > 1 else "track.only_direct"
        return say(title, at=at, count=count, number=shipment.number)
    title = "track.part" if count > 1 else "track.only_part"
    return say(title, at=at, count=count, number=shipment.number, warehouse=shipment.warehouse)


def _others(shipment: Shipment, order: Order) -> list[str]:
    return [number for number in shipment.orders if number != order.number]


def _goods(line: ShipmentLine, say: Say) -> str:
    back = [
        say("order.instead_of", name=clip(line.instead_of, 50)) if line.instead_of else "",
        say("lack.refused", line.refused) if line.refused else "",
        say("lack.broken", line.damaged) if line.damaged else "",
    ]
    more = ", ".join(one for one in back if one)
    words = say("track.goods", amount=Raw(amount(say, line.packed, line.unit)), name=clip(line.name, 50))
    return f"{words} ({more})" if more else words


def _steps(shipment: Shipment, say: Say) -> list[str]:
    """What has happened, each with its time, then where to look and when it comes."""
    found = []
    if shipment.packed_at:
        found.append(say("track.packed", at=shipment.packed_at))
    if shipment.shipped_at and shipment.way is Way.CARRIER and shipment.tracking_number:
        found.append(
            say(
                "track.left_carrier",
                at=shipment.shipped_at,
                carrier=shipment.carrier,
                number=shipment.tracking_number,
            )
        )
        if shipment.tracking_link:
            found.append(f"🔗 {escape(shipment.tracking_link)}")
    elif shipment.shipped_at:
        found.append(
            say("track.ready" if shipment.way is Way.PICK_UP else "track.left", at=shipment.shipped_at)
        )
    if shipment.out_at:
        found.append(say("track.out", at=shipment.out_at))
    news = [step for step in shipment.tracking if step.kind in NEWS]
    if news and not shipment.arrived_at:
        words = say(f"tracking.{news[-1].kind.value}")
        note = f" — {escape(clip(news[-1].note, 100))}" if news[-1].note else ""
        found.append(f"{words} · {say.moment(news[-1].at)}{note}")
    if shipment.window and not shipment.arrived_at:
        found.append(say("track.window", since=shipment.window[0], until=Raw(say.clock(shipment.window[1]))))
    if shipment.arrived_at and shipment.state is ShipmentState.DELIVERED:
        found.append(
            say("track.received", name=clip(shipment.received_by or "–", 60), at=shipment.arrived_at)
        )
    elif shipment.arrived_at:
        found.append(say("track.returned", at=shipment.arrived_at))
    return found


def ahead_text(deliveries: Sequence[Ahead], say: Say) -> str:
    """How many stops come before each delivery of today; "" where none is on its way."""
    return lines(*(_ahead(one, replace(say, zone=one.zone), named=len(deliveries) > 1) for one in deliveries))


def _ahead(one: Ahead, say: Say, *, named: bool) -> str:
    at = Raw(say.clock(one.eta))
    if one.is_here:
        words = say("ahead.here")
    elif not one.is_out:
        words = say("ahead.not_left", one.stops, at=at) if one.stops else say("ahead.first", at=at)
    else:
        words = say("ahead.stops", one.stops, at=at) if one.stops else say("ahead.next", at=at)
    return f"{words} ({escape(clip(', '.join(one.orders), 60))})" if named else words
