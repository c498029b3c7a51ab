"""What the house does about goods that are not there: what is agreed with a dealer, and serving who waits."""

from __future__ import annotations

from dataclasses import dataclass

from core.dealers.repository import load_dealer
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission, Role
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, OrderId
from core.orders.backorders import release_waiting
from core.orders.errors import CannotChange, UrgentNotAgreed
from core.orders.events import OrderMadeUrgent, SupplyAgreed
from core.orders.repository import placed, supply
from core.orders.supply_types import DealerSupply
from core.orders.types import IN_HOUSE, OrderMark


@dataclass(frozen=True, slots=True)
class ReleaseBackOrders(Command[tuple[str, ...]]):
    """Serve the orders that wait with what is free now; the numbers of those that go. By the clock."""

    permission = Permission.INTERNAL


async def release_back_orders(tx: Transaction, command: ReleaseBackOrders) -> tuple[str, ...]:
    return tuple(await release_waiting(tx))


@dataclass(frozen=True, slots=True)
class MakeUrgent(Command[str]):
    """A placed order goes first from now on, while it is in the house. The result is its number.

    By the dealer where that is agreed, or by the house (a rep: for own dealers). The fee is only for orders
    placed as urgent: what was confirmed keeps its price.
    """

    permission = Permission.ORDER_CANCEL
    order_id: OrderId


async def make_urgent(tx: Transaction, command: MakeUrgent) -> str:
    order = await placed.load_order(tx, command.order_id)
    if tx.actor.roles <= {Role.REP} and (await load_dealer(tx, order.dealer_id)).rep_id != tx.person_id:
        raise NotFound(what="order")
    if tx.actor.dealer_id is not None and not (await supply.load_supply(tx, order.dealer_id)).may_be_urgent:
        raise UrgentNotAgreed
    stand = await placed.lock_order(tx, order.id)
    if stand.state not in IN_HOUSE:
        raise CannotChange(number=stand.number, state=stand.state.value)
    if not order.is_urgent:
        await placed.mark_order(tx, order.id, OrderMark.URGENT, is_urgent=True)
        tx.record(OrderMadeUrgent(order.id, order.dealer_id, tx.actor.person_id, order.number))
    return order.number


@dataclass(frozen=True, slots=True)
class ShowSupply(Query[DealerSupply]):
    permission = Permission.DEALER_EDIT
    dealer_id: DealerId


async def show_supply(snap: Snapshot, query: ShowSupply) -> DealerSupply:
    return await supply.load_supply(snap, (await load_dealer(snap, query.dealer_id)).id)


@dataclass(frozen=True, slots=True)
class SetSupply(Command[DealerSupply]):
    """What is agreed with a dealer about scarce goods; the result is what was before."""

    permission = Permission.DEALER_EDIT
    dealer_id: DealerId
    supply: DealerSupply


async def set_supply(tx: Transaction, command: SetSupply) -> DealerSupply:
    dealer = await load_dealer(tx, command.dealer_id)
    before = await supply.load_supply(tx, dealer.id)
    if command.supply != before:
        await supply.save_supply(tx, dealer.id, command.supply)
        when_short = command.supply.when_short
        tx.record(
            SupplyAgreed(
                dealer.id,
                when_short.value if when_short else None,
                command.supply.may_be_urgent,
                command.supply.share,
            )
        )
    return before
