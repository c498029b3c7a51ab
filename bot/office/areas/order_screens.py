"""How an order is served, and the ways that were compared, in money and dates (G2). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.screen import Screen, clip, escape, lines, paragraphs
from core.i18n.phrases import Raw, Say
from core.kernel.ids import ProductId
from core.orders.sharing_types import Shared, SharedProduct, Sharing
from core.orders.supply_types import OptionSummary
from core.orders.use_cases.show_allocation import OrderAllocation

MOST_GOODS = 20
MOST_OPTIONS = 5
MOST_PLACES = 6  # rows of one way
MOST_SHARES, MOST_PARTS = 12, 2  # orders that are shared out, and products of each
MOST_SHORT = 6


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
    """What sharing scarce goods out would change: the shortest products, then the orders, worst first."""
    changed = [one for one in found.products if one.changed]
    if not changed:
        return _enough(found, say)
    if len(changed) == 1:
        head = say("preview.fairshare", **_product(changed[0]))
        goods: list[str | None] = []
    else:
        head = say("preview.fairshare_all", len(changed))
        goods = [
            *("▫️ " + say("preview.fairshare_product", **_product(one)) for one in changed[:MOST_SHORT]),
            _and_more(say, "preview.fairshare_products", len(changed) - MOST_SHORT),
        ]
    named = {one.product_id: one.sku for one in changed} if len(changed) > 1 else {}
    orders = found.orders
    kept = len({one.claimant.order.order_id for product in changed for one in product.claims}) - len(orders)
    return paragraphs(
        lines(head, *goods),
        lines(
            *(_share_of(mine, named, say) for mine in orders[:MOST_SHARES]),
            _and_more(say, "preview.fairshare_more", len(orders) - MOST_SHARES),
            say("preview.fairshare_rest", kept) if kept else None,
        ),
        say("preview.fairshare_freight", cost=found.freight) if found.freight else None,
    )


def _enough(found: Sharing, say: Say) -> str:
    if len(found.products) != 1:
        return say("preview.fairshare_none")
    one = found.products[0]
    return say("preview.fairshare_enough", product=clip(one.name, 50), sku=one.sku)


def _product(one: SharedProduct) -> dict[str, Any]:
    return {
        "product": clip(one.name, 50),
        "sku": one.sku,
        "asked": one.asked,
        "available": one.available,
    }


def _share_of(mine: Sequence[Shared], named: Mapping[ProductId, str], say: Say) -> str:
    """An order's line: what it has and what it gets, of the products that it gives up most of."""
    first = mine[0].claimant
    parts = [
        say(
            "preview.fairshare_part",
            sku=named.get(one.claimant.product_id, ""),
            has=one.claimant.has,
            gets=one.gets,
            asked=one.claimant.asked,
        ).strip()
        for one in mine[:MOST_PARTS]
    ]
    more = len(mine) - MOST_PARTS
    return say(
        "preview.fairshare_line",
        number=first.order.number,
        dealer=clip(first.dealer, 30),
        goods=Raw(", ".join(parts) + (f", +{more}" if more > 0 else "")),
    )


def _and_more(say: Say, key: str, count: int) -> str | None:
    return say(key, count) if count > 0 else None
