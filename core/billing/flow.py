"""Steps that acts of billing share: lock the account, apply money, give discounts and take them back.

Every act locks the dealer's account before it looks at anything that it judges by.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date

from core.billing.engine.settling import Applied, Owed, Part, apply_money, tax_in
from core.billing.repository import invoices, payments
from core.billing.repository.access import find_dealer
from core.credit import repository as credit
from core.credit.types import Posted
from core.dealers.repository import load_dealer
from core.dealers.types import Dealer
from core.infra.transaction import Snapshot, Transaction
from core.kernel.clock import local_day
from core.kernel.ids import DealerId
from core.kernel.money import Money


async def lock_dealer(tx: Transaction, dealer_id: DealerId, *, as_house: bool = False) -> Dealer:
    """The dealer, its account locked; who has none yet gets one without a limit: money can come before.

    as_house: whoever acts, of those who may know of the dealer.
    """
    dealer = await (load_dealer if as_house else find_dealer)(tx, dealer_id)
    if await credit.lock_account(tx, dealer.id) is None:
        await credit.set_limit(tx, dealer.id, Money.zero(dealer.currency))
    return dealer


def today_of(snap: Snapshot, dealer: Dealer) -> date:
    """The latest day that it is now for anybody concerned: at the house, the dealer's, or who says so."""
    zones = (snap.settings.default_zone, dealer.zone, snap.actor.zone)
    return max(local_day(snap.now, zone) for zone in zones)


async def settle(
    tx: Transaction, dealer_id: DealerId, number: str, amount: int, day: date, owed: Iterable[Owed]
) -> tuple[Applied, list[tuple[Part, int]]]:
    """Apply money to documents in the ledger; each part comes back with the tax in its discount.

    Posts the discounts. The money itself is posted by whoever took it in, and what is left is for the caller
    to put on the account.
    """
    applied = apply_money(amount, day, owed)
    parts = []
    for part in applied.parts:
        tax = 0
        await credit.settle_entry(tx, part.entry_id, part.settled)
        if part.discount:
            taxed, contained = await invoices.goods_and_tax(tx, part.entry_id)
            tax = tax_in(part.discount, taxed, contained)
            await credit.post(
                tx, dealer_id, Posted.DISCOUNT, number, -part.discount, day=day, about=part.document
            )
        parts.append((part, tax))
    return applied, parts


async def withdraw_discounts(
    tx: Transaction,
    dealer_id: DealerId,
    entries: Sequence[uuid.UUID],
    *,
    keep: int = 0,
    number: str | None = None,
) -> int:
    """Take early-payment discounts on these documents back, but for ``keep`` minor units of each.

    The documents are open again by as much. Returns the sum, in minor units. number: of the credit note that
    makes the discount smaller; None: the discount is lost, and stands under the payment that had earned it.
    """
    withdrawn = 0
    for part in await payments.live_parts(tx, entries=entries) if entries else ():
        too_much = part.discount_minor - keep
        if part.discount_minor and too_much > 0:
            tax = tax_in(keep, part.discount_minor, part.discount_tax_minor)
            await payments.set_discount(tx, part.id, keep, tax)
            await credit.raise_entry(tx, part.entry_id, too_much)
            await credit.post(
                tx,
                dealer_id,
                Posted.DISCOUNT_REVERSED,
                number or part.number,
                too_much,
                day=tx.today,
                about=part.document,
            )
            withdrawn += too_much
    return withdrawn


async def restore_discount(
    tx: Transaction, dealer_id: DealerId, entry_id: uuid.UUID, document: str, note: str
) -> None:
    """Give back what a credit note had taken of an early-payment discount, where it is not lost since."""
    taken = await credit.posted_amount(tx, dealer_id, Posted.DISCOUNT_REVERSED, note, document)
    for part in await payments.live_parts(tx, entries=[entry_id]) if taken else ():
        earned = await credit.posted_amount(tx, dealer_id, Posted.DISCOUNT, part.number, document)
        lost = await credit.posted_amount(tx, dealer_id, Posted.DISCOUNT_REVERSED, part.number, document)
        if not earned or lost:
            continue
        discount = part.discount_minor + taken
        taxed, contained = await invoices.goods_and_tax(tx, entry_id)
        await payments.set_discount(tx, part.id, discount, tax_in(discount, taxed, contained))
        await credit.settle_entry(tx, entry_id, taken)
        await credit.post(tx, dealer_id, Posted.DISCOUNT, part.number, -taken, day=tx.today, about=document)
        return


async def use_unapplied(tx: Transaction, dealer_id: DealerId, currency: str, entry_id: uuid.UUID) -> None:
    """Settle a new invoice with money that is on the account already, the oldest first."""
    for money in await payments.list_unapplied(tx, dealer_id):
        owed = [one for one in await payments.load_owed(tx, dealer_id, currency) if one.entry_id == entry_id]
        if not owed:
            return
        if money.kind == Posted.CREDIT_NOTE:
            owed = [Owed(one.entry_id, one.document, one.open) for one in owed]
        applied, parts = await settle(tx, dealer_id, money.number, money.left, money.paid_on, owed)
        used = money.left - applied.left
        for part, tax in parts:
            await payments.insert_part(tx, money.id, part, tax, money.paid_on)
        await payments.take_unapplied(tx, money.id, used)
        await credit.add_unapplied(tx, dealer_id, -used)
