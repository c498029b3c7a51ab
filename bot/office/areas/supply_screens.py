"""Proposals to move or order goods, and goods on their way. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dealer.ordering.amounts import amount
from bot.office.areas.supply_callbacks import ACCEPT, ARRIVED, DECLINE, LIST, SupplyTap
from bot.screen import Button, Screen, clip, lines, paragraphs, short_id
from core.catalog.types import base_unit_of
from core.i18n.phrases import Raw, Say
from core.stock.incoming import GoodsOnTheWay
from core.stock.marks import StockProposal

PAGE = 4


def proposals_screen(found: Sequence[StockProposal], say: Say, *, notice: str | None = None) -> Screen:
    """The most urgent proposals with their buttons, and how many more there are."""
    if not found:
        return Screen(paragraphs(notice, say("proposals.none")))
    shown = found[:PAGE]
    left = len(found) - len(shown)
    return Screen(
        paragraphs(
            notice,
            say("proposals.title", len(found)),
            *(_proposal(at, one, say) for at, one in enumerate(shown, start=1)),
            say("proposals.more", left) if left else None,
        ),
        tuple(
            (
                Button(
                    say("button.proposal_accept", at=at),
                    SupplyTap(act=ACCEPT, subject=short_id(one.id)).pack(),
                ),
                Button(
                    say("button.proposal_decline", at=at),
                    SupplyTap(act=DECLINE, subject=short_id(one.id)).pack(),
                ),
            )
            for at, one in enumerate(shown, start=1)
        ),
    )


def _proposal(at: int, one: StockProposal, say: Say) -> str:
    quantity = Raw(amount(say, one.quantity, base_unit_of(one.packs, one.sales_unit)))
    fields = {"at": at, "name": clip(one.name, 50), "sku": one.sku, "quantity": quantity}
    if one.order is not None:
        what = say("proposals.move", **fields, target=one.warehouse, source=one.source, day=one.arrives_on)
        return lines(what, say("proposals.for_order", number=one.order))
    if one.source is None:
        what = say("proposals.order", **fields, target=one.warehouse, vendor=one.vendor or "—")
    else:
        what = say("proposals.move", **fields, target=one.warehouse, source=one.source, day=one.arrives_on)
    why = say("proposals.why", target=one.warehouse, has=one.has, lacks=one.lacks)
    return lines(what, why, say("proposals.urgent") if one.is_urgent else None)


def decided_text(done: StockProposal, say: Say) -> str:
    """What became of a proposal."""
    if done.state != "accepted" and done.order is not None:
        return say("proposals.not_moved", number=done.order, source=done.source)
    if done.state != "accepted":
        return say("proposals.declined", sku=done.sku)
    if done.source is None:
        return say("proposals.ordered", sku=done.sku, quantity=done.quantity, target=done.warehouse)
    return say("proposals.sent", sku=done.sku, quantity=done.quantity, target=done.warehouse)


def on_the_way_screen(found: Sequence[GoodsOnTheWay], say: Say, *, notice: str | None = None) -> Screen:
    """Transfers that have not come yet, each with a button for when it does."""
    if not found:
        return Screen(paragraphs(notice, say("arriving.none")))
    shown = found[: 2 * PAGE]
    return Screen(
        paragraphs(
            notice,
            say("arriving.title", len(found)),
            lines(
                *(
                    say(
                        "arriving.line",
                        at=at,
                        name=clip(one.name, 40),
                        sku=one.sku,
                        quantity=one.quantity,
                        source=one.source,
                        target=one.target,
                        day=one.arrives_on,
                    )
                    for at, one in enumerate(shown, start=1)
                )
            ),
        ),
        tuple(
            (
                Button(
                    say("button.arrived", at=at),
                    SupplyTap(act=ARRIVED, subject=short_id(one.document_id)).pack(),
                ),
            )
            for at, one in enumerate(shown, start=1)
        ),
    )


def proposed_screen(moves: int, orders: int, say: Say) -> Screen:
    """New proposals: what the warehouse hears."""
    return Screen(
        lines(
            say("notice.stock_proposed"),
            say("notice.stock_moves", moves) if moves else None,
            say("notice.stock_orders", orders) if orders else None,
        ),
        ((Button(say("button.proposals"), SupplyTap(act=LIST).pack()),),),
    )


def moves_asked_screen(number: str, moves: int, say: Say) -> Screen:
    """An order waits for goods that are to be moved."""
    return Screen(
        lines(say("notice.moves_asked", number=number), say("notice.stock_moves", moves)),
        ((Button(say("button.proposals"), SupplyTap(act=LIST).pack()),),),
    )


def expired_screen(
    warehouse: str,
    lots: Sequence[tuple[str, str, int]],
    stuck: Sequence[tuple[str, str, int]],
    say: Say,
) -> Screen:
    """Lots that were taken out of sale, and what of them orders still hold (sku, lot, quantity)."""

    def rows(some: Sequence[tuple[str, str, int]]) -> str:
        shown = some[:20]
        return lines(
            *(say("notice.lot", sku=sku, lot=lot, quantity=quantity) for sku, lot, quantity in shown),
            say("stock.more_lots", len(some) - len(shown)) if len(some) > len(shown) else None,
        )

    return Screen(
        paragraphs(
            lines(say("notice.lots_expired", warehouse=warehouse), rows(lots)) if lots else None,
            lines(say("notice.lots_stuck", warehouse=warehouse), rows(stuck)) if stuck else None,
        )
    )
