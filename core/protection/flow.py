"""Steps that acts of price protection share: which prices fell, what can be claimed, what is credited.

Locks: the dealer's account, then the request.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import partial
from itertools import groupby

from core.approvals.repository import changes
from core.approvals.types import Approval, ApprovalState
from core.billing.credit_notes import allow_on_invoice
from core.infra.bulk import chunks
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import DealerId, ProductId
from core.pricing.flow import load_book
from core.pricing.repository import load_product_facts
from core.pricing.types import DealerFacts, PriceReceipt, ProductFacts
from core.protection.engine import newest_first, policy_for, worth
from core.protection.engine.falling import Situation, may_have_fallen, price_fall
from core.protection.errors import NothingProtected, TooManyClaimed
from core.protection.events import ProtectionDecided
from core.protection.repository import claims, offers, purchases
from core.protection.types import (
    Claim,
    ClaimState,
    Fall,
    Offer,
    ProtectedLine,
    ProtectionPolicy,
    Purchase,
)

_DEALERS_AT_ONCE, _PRODUCTS_AT_ONCE = 40, 2_000

Facts = dict[str, dict[ProductId, ProductFacts]]


async def find_falls(snap: Snapshot, dealers: Collection[DealerId] | None = None) -> list[Fall]:
    """What of the dealers' purchases in the window costs less now, by more than was known of it before.

    dealers None: everybody's. Nothing is written.
    """
    policies = await offers.load_policies(snap)
    days = max((one.days for one in policies), default=0)
    if not days:
        return []
    since = snap.today - timedelta(days=days)
    book = await load_book(snap)
    buyers = await purchases.list_buyers(snap, since) if dealers is None else dealers
    found: list[Fall] = []
    for some in chunks(buyers, _DEALERS_AT_ONCE):
        bought = await purchases.list_purchases(snap, some, since)
        buying = await purchases.facts_of_dealers(snap, some)
        now = Situation(book, buying, await _facts(snap, bought, buying), snap.now)
        cheaper = await snap.run_apart(partial(may_have_fallen, bought, now))
        found += await _judge(snap, cheaper, policies, now)
    return found


async def _facts(snap: Snapshot, bought: Sequence[Purchase], buying: Mapping[DealerId, DealerFacts]) -> Facts:
    """Of the products that were bought, by the currency of the dealer."""
    wanted: defaultdict[str, set[ProductId]] = defaultdict(set)
    for one in bought:
        wanted[buying[one.dealer_id].currency].add(one.product_id)
    found: Facts = {currency: {} for currency in wanted}
    for currency, products in wanted.items():
        for part in chunks(sorted(products), _PRODUCTS_AT_ONCE):
            found[currency] |= await load_product_facts(snap, part, currency)
    return found


async def _judge(
    snap: Snapshot, cheaper: Sequence[Purchase], policies: Sequence[ProtectionPolicy], now: Situation
) -> list[Fall]:
    """Those of what may have fallen that did, are in the window, and are better than what was known."""
    vendors = await purchases.vendors_of(snap, {one.product_id for one in cheaper})
    known = await offers.known_falls(snap, {one.invoice_id for one in cheaper})
    receipts = await purchases.receipts_of(snap, cheaper)
    found: list[Fall] = []
    for one in cheaper:
        place = (one.invoice_id, one.position)
        policy = policy_for(policies, one.brand, vendors.get(one.product_id, ()))
        if policy is None or (snap.today - one.bought_on).days > policy.days or place not in receipts:
            continue
        fallen = price_fall(one, PriceReceipt.from_json(receipts[place]), now)
        if fallen is None or fallen.fall.micros <= known.get(place, 0):
            continue
        until = snap.today + timedelta(days=policy.open_days)
        found.append(Fall(one, fallen.paid, fallen.now, fallen.fall, until))
    return found


async def list_offers(
    snap: Snapshot, dealer_id: DealerId, *, product_id: ProductId | None = None
) -> tuple[Offer, ...]:
    """What the dealer can claim today, by product; products of which nothing is left are none."""
    rows = await offers.list_lines(snap, dealer_id, product_id=product_id, today=snap.today)
    return tuple(_offers(rows))


def _offers(rows: Sequence[tuple[offers.Goods, ProtectedLine]]) -> Iterator[Offer]:
    for goods, some in groupby(rows, key=lambda row: row[0]):
        lines = newest_first(line for _, line in some if line.left)
        if lines:
            whole = worth(((line, line.left) for line in lines), goods.currency)
            yield Offer(goods.product_id, goods.sku, goods.name, goods.unit, lines, whole)


async def grant(
    tx: Transaction, claim: Claim, approval: Approval, quantity: int | None, why: str | None
) -> ApprovalState:
    """Credit so many pieces of a claim (None: all that are left of it), one note for each invoice.

    The dealer's account and the request are locked. Raises NothingProtected, TooManyClaimed.
    """
    if not claim.left:
        raise NothingProtected(name=claim.name)
    pieces = claim.left if quantity is None else quantity
    if not 0 < pieces <= claim.left:
        raise TooManyClaimed(name=claim.name, most=claim.left)
    granted: list[tuple[ProtectedLine, int]] = []
    for one in claim.lines:
        part = min(one.left, pieces)
        pieces -= part
        granted.append((one.line, part))
    for invoice, some in groupby(granted, key=lambda part: part[0].invoice):
        parts = list(some)
        lowered = tuple((line.position, count, line.fall) for line, count in parts if count)
        note = None
        if lowered:
            note = await allow_on_invoice(tx, invoice, claim.number, lowered, as_house=True)
        for line, count in parts:
            await claims.grant_line(tx, claim, line, count, note if count else None)
    credited = worth(((line, count) for line, count in granted if count), claim.amount.currency)
    await claims.decide_claim(
        tx, claim, state=ClaimState.GRANTED, decided_why=why, granted_minor=credited.minor
    )
    is_whole = sum(count for _, count in granted) == claim.quantity
    state = ApprovalState.APPROVED if is_whole else ApprovalState.PARTLY
    await close(tx, claim, approval, state, why)
    return state


async def decline(tx: Transaction, claim: Claim, approval: Approval, why: str | None) -> None:
    for one in claim.lines:
        await claims.grant_line(tx, claim, one.line, 0, None)
    await claims.decide_claim(tx, claim, state=ClaimState.DECLINED, decided_why=why, granted_minor=0)
    await close(tx, claim, approval, ApprovalState.DECLINED, why)


async def close(
    tx: Transaction, claim: Claim, approval: Approval, state: ApprovalState, why: str | None
) -> None:
    """The request is over; what became of the claim is told."""
    await changes.close_request(tx, approval, state, why)
    ended = await claims.load_claim(tx, claim.id)
    granted = ended.granted
    tx.record(
        ProtectionDecided(
            claim.id,
            approval.id,
            claim.dealer_id,
            claim.person_id,
            claim.number,
            ended.state.value,
            claim.quantity,
            ended.granted_pieces,
            granted.minor if granted else 0,
            claim.amount.currency,
            ended.credit_notes,
            why,
        )
    )
