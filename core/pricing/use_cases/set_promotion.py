"""The back office makes, changes and ends promotions; from the next quote on they hold for everybody (D5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.dealers.repository import directory
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId
from core.kernel.money import UnitPrice
from core.pricing import rulebook
from core.pricing.rulebook_errors import CouponTaken, PromotionTaken, PromotionUnfit
from core.pricing.rulebook_events import PromotionSet
from core.pricing.rulebook_types import PromotionView
from core.pricing.terms import read_terms
from core.pricing.types import ProductFacts, coupon_key


@dataclass(frozen=True, slots=True)
class DealWords:
    """A deal as the office states it: kind and terms as ``core.pricing.terms`` describes them, and the cap of
    a flash sale in base units (of a coupon: its uses)."""

    kind: str
    terms: Mapping[str, Any]
    cap: int | None = None


@dataclass(frozen=True, slots=True)
class PromotionChange:
    """What would change: before None for a new promotion, after None for one that ends."""

    before: PromotionView | None
    after: PromotionView | None
    dealers: int


@dataclass(frozen=True, slots=True)
class PreviewPromotion(Query[PromotionChange]):
    """What ``CreatePromotion`` (is_new) or ``ChangePromotion`` would change; deal None: what ending would."""

    permission = Permission.PRICE_EDIT
    code: str
    deal: DealWords | None
    is_new: bool = False
    name: str = ""
    coupon: str | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class CreatePromotion(Command[PromotionChange]):
    """A new promotion, from now or a day on, until a day or until it is ended."""

    permission = Permission.PRICE_EDIT
    code: str
    deal: DealWords
    name: str = ""
    coupon: str | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChangePromotion(Command[PromotionChange]):
    """Another deal in the place of the old one: the next quote of everybody shows it. None keeps the end."""

    permission = Permission.PRICE_EDIT
    code: str
    deal: DealWords
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class EndPromotion(Command[PromotionChange]):
    """No order from now on has it; orders that had it keep it."""

    permission = Permission.PRICE_EDIT
    code: str


@dataclass(frozen=True, slots=True)
class ListPromotions(Query[tuple[PromotionView, ...]]):
    """Promotions that hold now or will, the newest first."""

    permission = Permission.PRICE_EDIT


async def list_promotions(snap: Snapshot, _query: ListPromotions) -> tuple[PromotionView, ...]:
    return tuple(await rulebook.list_promotions(snap))


async def preview_promotion(snap: Snapshot, query: PreviewPromotion) -> PromotionChange:
    if query.deal is None:
        return await _ending(snap, query.code)
    if not query.is_new:
        return await _changing(snap, ChangePromotion(query.code, query.deal, query.valid_until))
    return await _creating(
        snap,
        CreatePromotion(
            query.code, query.deal, query.name, query.coupon, query.valid_from, query.valid_until
        ),
    )


async def create_promotion(tx: Transaction, command: CreatePromotion) -> PromotionChange:
    change = await _creating(tx, command)
    after = change.after
    assert after is not None
    await rulebook.insert_promotion(
        tx,
        {
            "code": after.code,
            "name": after.name,
            "kind": after.kind,
            "terms": dict(after.terms),
            "coupon": after.coupon,
            "valid_from": after.valid_from,
            "valid_until": after.valid_until,
            "cap": after.cap,
        },
    )
    tx.record(PromotionSet(after.code, None, _told(after)))
    return change


async def change_promotion(tx: Transaction, command: ChangePromotion) -> PromotionChange:
    change = await _changing(tx, command, lock=True)
    before, after = change.before, change.after
    assert before is not None
    assert after is not None
    await rulebook.update_promotion(
        tx,
        after.code,
        kind=after.kind,
        terms=dict(after.terms),
        cap=after.cap,
        valid_until=after.valid_until,
    )
    tx.record(PromotionSet(after.code, _told(before), _told(after)))
    return change


async def end_promotion(tx: Transaction, command: EndPromotion) -> PromotionChange:
    change = await _ending(tx, command.code, lock=True)
    before = change.before
    assert before is not None
    await rulebook.update_promotion(tx, before.code, active=False)
    tx.record(PromotionSet(before.code, _told(before), None))
    return change


async def _creating(snap: Snapshot, wanted: CreatePromotion) -> PromotionChange:
    if await rulebook.find_promotion(snap, wanted.code) is not None:
        raise PromotionTaken(number=wanted.code)
    _check_period(snap, wanted.valid_from, wanted.valid_until)
    if wanted.coupon:
        for other in await rulebook.list_promotions(snap):
            if other.coupon and coupon_key(other.coupon) == coupon_key(wanted.coupon):
                raise CouponTaken(number=other.code)
    await _check_deal(snap, wanted.deal)
    after = PromotionView(
        code=wanted.code,
        name=wanted.name or wanted.code,
        kind=wanted.deal.kind,
        terms=wanted.deal.terms,
        coupon=wanted.coupon,
        valid_from=wanted.valid_from,
        valid_until=wanted.valid_until,
        cap=wanted.deal.cap,
        used=0,
        active=True,
    )
    return PromotionChange(None, after, await directory.count_dealers(snap))


async def _changing(snap: Snapshot, wanted: ChangePromotion, *, lock: bool = False) -> PromotionChange:
    before = await _running(snap, wanted.code, lock=lock)
    # Whom it is for stays as it was: only the deal is another.
    for_whom = {name: before.terms[name] for name in ("tiers", "dealers", "region") if name in before.terms}
    deal = DealWords(wanted.deal.kind, {**for_whom, **wanted.deal.terms}, wanted.deal.cap)
    until = wanted.valid_until or before.valid_until
    _check_period(snap, before.valid_from, until)
    await _check_deal(snap, deal)
    after = PromotionView(
        code=before.code,
        name=before.name,
        kind=deal.kind,
        terms=deal.terms,
        coupon=before.coupon,
        valid_from=before.valid_from,
        valid_until=until,
        cap=deal.cap if deal.kind == "flash" or not before.coupon else before.cap,
        used=before.used,
        active=True,
    )
    return PromotionChange(before, after, await directory.count_dealers(snap))


async def _ending(snap: Snapshot, code: str, *, lock: bool = False) -> PromotionChange:
    before = await _running(snap, code, lock=lock)
    return PromotionChange(before, None, await directory.count_dealers(snap))


async def _running(snap: Snapshot, code: str, *, lock: bool) -> PromotionView:
    found = await rulebook.find_promotion(snap, code, lock=lock)
    if found is None:
        raise NotFound(what="promotion")
    if not found.active:
        raise PromotionUnfit(why="ended")
    return found


def _check_period(snap: Snapshot, starts: datetime | None, ends: datetime | None) -> None:
    if ends is not None and (ends <= snap.now or (starts is not None and ends <= starts)):
        raise PromotionUnfit(why="period")


async def _check_deal(snap: Snapshot, deal: DealWords) -> None:
    """Read the terms as the price book will: what it could not read must never be stored."""
    terms = deal.terms
    named = {entry["product"] for entry in terms.get("scope", ()) if "product" in entry}
    named |= {terms["gift"]} if "gift" in terms else set()
    products = await rulebook.ids_of_skus(snap, named)
    dealers: Mapping[str, DealerId] = await rulebook.ids_of_dealers(snap, set(terms.get("dealers", ())))

    def product(sku: str) -> ProductFacts:
        if sku not in products:
            raise PromotionUnfit(why="product", number=sku)
        # The deal is only tried out: any price will do.
        return ProductFacts(product_id=products[sku], sku=sku, cost=UnitPrice(1, "USD"))

    try:
        read_terms(
            deal.kind,
            terms,
            cap=deal.cap if deal.kind == "flash" else None,
            product=product,
            dealer=dealers.__getitem__,
        )
    except (ValueError, ArithmeticError, TypeError, LookupError) as error:
        raise PromotionUnfit(why="deal") from error


def _told(one: PromotionView) -> dict[str, Any]:
    """A promotion for the journal."""
    return {
        "kind": one.kind,
        "terms": dict(one.terms),
        "cap": one.cap,
        "coupon": one.coupon,
        "valid_until": one.valid_until.isoformat() if one.valid_until else None,
    }
