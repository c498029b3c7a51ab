"""A dealer asks what fell in price since it was bought, and claims for what it still holds (A17, D10)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from core.approvals.flow import open_request
from core.approvals.types import Request, SubjectKind, Trigger, TriggerKind
from core.billing.flow import lock_dealer
from core.catalog import repository as catalog
from core.dealers.repository import load_dealer
from core.infra.transaction import Snapshot, Transaction
from core.intake.engine.reading.protecting import read_protection
from core.intake.flow import read_for_house, understand_among
from core.intake.types import Decision, ReadLine
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.ids import ProductId
from core.kernel.texts import storable
from core.protection.engine import allot, policy_for, worth
from core.protection.errors import NothingProtected, TooManyClaimed
from core.protection.events import ProtectionClaimed
from core.protection.flow import find_falls, list_offers
from core.protection.repository import claims, offers, purchases
from core.protection.types import Asked, Claim, ClaimState, Fall, Purchase, Standing, WhyNot

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class AskProtection(Command[Standing]):
    """What can be claimed today, after a look at the prices; text: what the dealer wrote, of one product."""

    permission = Permission.ORDER_PLACE
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What the prices say just now. bought: purchases in the longest window of the house."""

    asked: Asked | None
    falls: tuple[Fall, ...]
    bought: tuple[Purchase, ...]
    most_days: int


async def look_for_dealer(snap: Snapshot, command: AskProtection) -> Found:
    days = max((one.days for one in await offers.load_policies(snap)), default=0)
    bought = await purchases.list_purchases(snap, [snap.dealer_id], snap.today - timedelta(days=days))
    falls = await find_falls(snap, [snap.dealer_id])
    asked = None
    item = read_protection(storable(command.text)) if command.text else None
    if item:
        asked = await _asked(snap, item, {one.product_id for one in bought})
    return Found(asked, tuple(falls), tuple(bought), days)


async def _asked(snap: Snapshot, item: str, bought: set[ProductId]) -> Asked | None:
    """The product that is meant: of what was bought in the window, else of all that the house has."""
    dealer = await load_dealer(snap, snap.dealer_id)
    lines = (await understand_among(snap, dealer, item, bought)).lines if bought else ()
    return await _first(snap, lines) or await _first(snap, await read_for_house(snap, item))


async def _first(snap: Snapshot, lines: Sequence[ReadLine]) -> Asked | None:
    for line in lines:
        meant = next(iter(line.candidates), None)
        if meant is None or line.decision is Decision.NOT_FOUND:
            continue
        product = (await catalog.load_products(snap, {meant})).get(meant)
        if product is not None:
            return Asked(meant, product.name, line.quantity if line.product_id == meant else None)
    return None


async def ask_protection(tx: Transaction, _command: AskProtection, found: Found) -> Standing:
    await offers.save_falls(tx, found.falls)
    asked = found.asked
    only = None if asked is None else asked.product_id
    standing = await list_offers(tx, tx.dealer_id, product_id=only)
    why = None if standing else await _why_not(tx, only, found)
    made = await claims.list_claims(tx, tx.dealer_id, limit=_SHOWN)
    shown = tuple(one for one in made if only in (None, one.product_id))
    return Standing(standing, shown, asked, why, found.most_days)


async def _why_not(snap: Snapshot, only: ProductId | None, found: Found) -> WhyNot:
    mine = [one for one in found.bought if only in (None, one.product_id)]
    if not found.most_days:
        return WhyNot.NOT_PROTECTED
    if not mine:
        return WhyNot.NOT_BOUGHT
    policies = await offers.load_policies(snap)
    vendors = await purchases.vendors_of(snap, {one.product_id for one in mine})
    if not any(policy_for(policies, one.brand, vendors.get(one.product_id, ())) for one in mine):
        return WhyNot.NOT_PROTECTED
    if await offers.list_lines(snap, snap.dealer_id, product_id=only, today=snap.today):
        return WhyNot.CLAIMED
    if only is not None and await offers.is_over(snap, snap.dealer_id, only, snap.today):
        return WhyNot.TOO_LATE
    return WhyNot.NOT_FALLEN


@dataclass(frozen=True, slots=True)
class ShowOffer(Query[Standing]):
    """What is left of a product to claim, without a new look at the prices."""

    permission = Permission.ORDER_PLACE
    product_id: ProductId


async def show_offer(snap: Snapshot, query: ShowOffer) -> Standing:
    return Standing(await list_offers(snap, snap.dealer_id, product_id=query.product_id), ())


@dataclass(frozen=True, slots=True)
class ClaimProtection(Command[Claim]):
    """Claim for so many pieces of a product (None: all that can be), the newest purchase first.

    Somebody of the house decides. Raises NothingProtected, TooManyClaimed.
    """

    permission = Permission.ORDER_PLACE
    product_id: ProductId
    quantity: int | None = None


async def claim_protection(tx: Transaction, command: ClaimProtection) -> Claim:
    # Behind the account's lock no other claim or return can take the same pieces.
    dealer = await lock_dealer(tx, tx.dealer_id, as_house=True)
    product = (await catalog.load_products(tx, {command.product_id})).get(command.product_id)
    found = await list_offers(tx, dealer.id, product_id=command.product_id)
    if not found:
        raise NothingProtected(name=product.name if product else "—")
    (offer,) = found
    pieces = offer.most if command.quantity is None else command.quantity
    if not 0 < pieces <= offer.most:
        raise TooManyClaimed(name=offer.name, most=offer.most)
    parts = allot(offer.lines, pieces)
    amount = worth(parts, offer.worth.currency)
    claim_id = tx.new_id()
    values = {
        "id": claim_id,
        "number": await claims.next_number(tx),
        "dealer_id": dealer.id,
        "person_id": tx.person_id,
        "product_id": offer.product_id,
        "state": ClaimState.ASKED,
        "currency": amount.currency,
        "amount_minor": amount.minor,
        "made_at": tx.now,
    }
    await claims.insert_claim(tx, values, parts)
    claim = await claims.load_claim(tx, claim_id)
    tx.record(
        ProtectionClaimed(claim.id, dealer.id, claim.number, claim.sku, pieces, amount.minor, amount.currency)
    )
    request = Request(dealer.id, amount, dealer.region, dealer.tier, dealer.rep_id, tx.person_id)
    trigger = Trigger(TriggerKind.PRICE_PROTECTION)
    await open_request(tx, SubjectKind.PROTECTION, claim.id, claim.number, request, [trigger])
    return claim


@dataclass(frozen=True, slots=True)
class ShowClaim(Query[Claim]):
    """A claim of the own dealer."""

    permission = Permission.ORDER_READ
    claim_id: uuid.UUID


async def show_claim(snap: Snapshot, query: ShowClaim) -> Claim:
    return await claims.load_claim(snap, query.claim_id)
