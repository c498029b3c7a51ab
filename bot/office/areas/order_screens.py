"""How an order is served, and the ways that were compared, in money and dates (G2). Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.screen import Screen, clip, escape, lines, paragraphs
from core.i18n.phrases import Raw, Say
from core.orders.sharing_types import Sharing
from core.orders.supply_types import OptionSummary
from core.orders.use_cases.show_allocation import OrderAllocation

MOST_GOODS = 20
MOST_OPTIONS = 5
MOST_PLACES = 6  # rows of one way
MOST_SHARES = 20


def short_word(say: Say, word: str) -> str:
    """What is done about scarce goods, and how fast somebody may be served."""
    return say(f"short.{word}")


def allocation_screen(found: OrderAllocation, say: Say) -> Screen:
    """What is reserved where, then each way with its cost, day and shipments; the chosen one first."""
    goods = [
        f"{position}. {escape(clip(code, 40))}: {say.number(quantity)}"
        for position, code, quantity in found.goods[:MOST_GOODS]
    ]
    more = len(found.goods) - MOST_GOODS
    return Screen(
        paragraphs(
            say("plan.title", number=found.order.number),
            lines(*goods, f"+{more}" if more > 0 else None) if goods else say("plan.nothing_reserved"),
            *(_option(one, say) for one in found.options[:MOST_OPTIONS]),
            None if found.options else say("plan.nothing_to_weigh"),
        )
    )


def _option(one: OptionSummary, say: Say) -> str:
    kind = Raw(say(f"plankind.{one.kind}"))
    mark = "✅ " if one.is_chosen else "▫️ "
    head = (
        say("plan.option", kind=kind, cost=one.cost)
        if one.days is None
        else say("plan.option_days", one.days, kind=kind, cost=one.cost)
    )
    return lines(
        mark + head,
        *(
            "   " + say("plan.shipment", warehouse=clip(code, 40), quantity=quantity, cost=cost)
            for code, quantity, cost in one.shipments[:MOST_PLACES]
        ),
        _beyond(one.shipments),
        *(
            "   "
            + say(
                "plan.lorry",
                start=clip(move.start, 40),
                end=clip(move.end, 40),
                quantity=move.quantity,
                cost=move.cost,
            )
            for move in one.transfers[:MOST_PLACES]
        ),
        _beyond(one.transfers),
    )


def _beyond(rows: Sequence[object]) -> str | None:
    more = len(rows) - MOST_PLACES
    return f"   +{more}" if more > 0 else None


def shares_text(found: Sharing, say: Say) -> str:
    """What sharing a scarce product out would change: order by order, what it has and what it gets."""
    if not found.changed:
        return say("preview.fairshare_enough", product=clip(found.name, 50), sku=found.sku)
    shown = [
        say(
            "preview.fairshare_line",
            number=one.claimant.order.number,
            dealer=clip(one.claimant.dealer, 30),
            has=one.claimant.has,
            gets=one.gets,
            asked=one.claimant.asked,
        )
        for one in found.changed[:MOST_SHARES]
    ]
    more, kept = len(found.changed) - MOST_SHARES, len(found.claims) - len(found.changed)
    return lines(
        say(
            "preview.fairshare",
            product=clip(found.name, 50),
            sku=found.sku,
            asked=found.asked,
            available=found.available,
        ),
        *shown,
        say("preview.fairshare_more", count=more) if more > 0 else None,
        say("preview.fairshare_rest", kept) if kept else None,
        say("preview.fairshare_freight", cost=found.freight) if found.freight else None,
    )
