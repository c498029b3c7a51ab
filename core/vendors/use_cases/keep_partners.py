"""The house and its partners: the policy, who says nothing in time, and what is credited to them (G2)."""

from __future__ import annotations

from dataclasses import dataclass

from core.billing.use_cases.record_payment import RecordPayment, record_payment
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import Refused
from core.vendors.engine.partners import answer_by
from core.vendors.errors import PartnerPolicyUnfit
from core.vendors.events import PartnerPaid, PartnerPolicySet
from core.vendors.flow import lock_for_change
from core.vendors.giving_up import SILENT, give_up
from core.vendors.partner_types import PartnerPolicy
from core.vendors.repository import partners, purchases
from core.vendors.types import PurchaseState

_MOST = 200  # in one turn of the clock; the rest a minute later
_MOST_MINUTES, _MOST_DAYS = 7 * 24 * 60, 60


@dataclass(frozen=True, slots=True)
class ShowPartnerPolicy(Query[PartnerPolicy]):
    permission = Permission.VENDOR_EDIT


@dataclass(frozen=True, slots=True)
class SetPartnerPolicy(Command[PartnerPolicy]):
    """For what is quoted and asked for from now on; the policy before. Raises PartnerPolicyUnfit."""

    permission = Permission.VENDOR_EDIT
    policy: PartnerPolicy


@dataclass(frozen=True, slots=True)
class ReplanSilent(Command[int]):
    """Who was asked for goods and said nothing in time is not waited for; how many. Again at once: none."""

    permission = Permission.INTERNAL


@dataclass(frozen=True, slots=True)
class PayPartners(Command[int]):
    """Credit to partners' accounts what they gave and has arrived, each purchase order once; how many.

    It is a purchase at the agreed price, set off against what the partner owes: a payment whose reference
    is the purchase order's number; what it leaves over stays on the account.
    """

    permission = Permission.INTERNAL


async def show_partner_policy(snap: Snapshot, _query: ShowPartnerPolicy) -> PartnerPolicy:
    return await partners.load_policy(snap)


async def set_partner_policy(tx: Transaction, command: SetPartnerPolicy) -> PartnerPolicy:
    policy = command.policy
    if not 2 <= policy.answer_minutes <= _MOST_MINUTES:
        raise PartnerPolicyUnfit(why="time")
    if not 0 <= policy.lead_days <= _MOST_DAYS:
        raise PartnerPolicyUnfit(why="days")
    if policy.fetch.minor < 0:
        raise PartnerPolicyUnfit(why="fetch")
    before = await partners.load_policy(tx)
    await partners.save_policy(tx, policy)
    tx.record(
        PartnerPolicySet(
            policy.answer_minutes,
            policy.lead_days,
            policy.fetch.minor,
            policy.fetch.currency,
            policy.across_regions,
            policy.sends,
        )
    )
    return before


async def replan_silent(tx: Transaction, _command: ReplanSilent) -> int:
    policy = await partners.load_policy(tx)
    waiting = await purchases.list_purchases(tx, (PurchaseState.SENT,), _MOST)
    late = [
        one
        for one in waiting
        if one.purchase.partner_id is not None
        and one.purchase.frozen is None
        and tx.now >= answer_by(one.purchase.sent_at, policy)
    ]
    done = 0
    for seen in sorted(late, key=lambda one: (one.dealer_id, one.order_id)):
        try:
            found = await lock_for_change(tx, seen.purchase.id, seen.purchase.version, moves_money=True)
        except Refused:
            continue  # it was answered, or its order changed, since the list was read
        if found.purchase.partner_id is not None:
            await give_up(tx, found, found.purchase.partner_id, SILENT, SILENT)
            done += 1
    return done


async def pay_partners(tx: Transaction, _command: PayPartners) -> int:
    paid = 0
    for found in await purchases.list_unpaid(tx, _MOST):
        await purchases.lock_purchase(tx, found.purchase.id)
        if not await purchases.is_unpaid(tx, found.purchase.id) or found.purchase.partner_id is None:
            continue
        purchase, dealer_id = found.purchase, found.purchase.partner_id
        done = await record_payment(tx, RecordPayment(dealer_id, purchase.total, tx.today, purchase.number))
        await purchases.note_receipt(tx, purchase.id, done.number)
        tx.record(
            PartnerPaid(
                dealer_id, purchase.number, done.number, purchase.total.minor, purchase.total.currency
            )
        )
        paid += 1
    return paid
