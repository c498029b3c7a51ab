"""Small orders of one dealer go together: one shipment, one freight, to the cent (F2)."""

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import update

from core.billing.tables import InvoiceRow
from core.billing.use_cases.check_ledgers import CheckLedgers
from core.billing.use_cases.create_invoices import CreateInvoices
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import SYSTEM
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound, Refused
from core.kernel.ids import OrderId
from core.kernel.money import Money
from core.orders.errors import CannotMerge
from core.orders.tables import OrderRow
from core.orders.use_cases.cancel_order import CancelOrder, PreviewCancel
from core.orders.use_cases.change_line import ChangeLine
from core.orders.use_cases.change_order import ChangeOrder
from core.orders.use_cases.choose_supply import SetUrgent
from core.orders.use_cases.keep_supply import MakeUrgent
from core.orders.use_cases.merge_orders import Merge, MergeOrders, PreviewMerge
from core.pricing.tables import ShippingRuleRow, TaxRuleRow, TierRow
from tests.core.deliveries.house import House, make_house, order, wave
from tests.make import account, confirm, make_buyer, make_dealer, rows
from tests.make.orders import quote
from tests.make.prices import touch_prices
from tests.make.rows import add, write


async def make_paying_house(core: Core, *, tax: int | None = None) -> House:
    """Shipping is 29.00 for an order, whatever is in it; tax: basis points on top of all."""
    house = await make_house(core, la=100, phx=0)
    await add(core, ShippingRuleRow, region="", currency="USD", fee_minor=2_900)
    if tax is not None:
        await add(
            core, TaxRuleRow, code="VAT", region="", category="", tax_category="S", basis_points=tax,
            included=False, valid_from=None, valid_until=None,
        )  # fmt: skip
    await touch_prices(core)
    return house


async def three(core: Core, house: House) -> list[OrderId]:
    return [(await order(core, house, (house.crate, at))).order_id for at in (1, 2, 3)]


async def preview(core: Core, house: House, order_id: OrderId) -> Merge:
    found = await core.ask(house.buyer, PreviewMerge(order_id))
    assert found is not None
    return found


async def sums(core: Core) -> dict[str, tuple[int, int]]:
    """Shipping and total of each order by the end of its number."""
    return {
        row.number.rpartition("-")[2]: (row.shipping_minor, row.total_minor)
        for row in await rows(core, OrderRow)
    }


async def test_three_orders_go_as_one_shipment_for_one_freight_to_the_cent(core: Core) -> None:
    house = await make_paying_house(core)
    ids = await three(core, house)
    assert await sums(core) == {"1": (2_900, 3_900), "2": (2_900, 4_900), "3": (2_900, 5_900)}
    held = (await account(core, house.dealer_id))["held"]
    seen = await preview(core, house, ids[1])
    assert seen.saving == Money(5_800, "USD")
    assert [(one.number[-1], one.before.minor, one.after.minor) for one in seen.orders] == [
        ("1", 2_900, 2_900), ("2", 2_900, 0), ("3", 2_900, 0),
    ]  # fmt: skip
    done = await core.execute(house.buyer, MergeOrders(ids[1], 5_800))
    assert done == seen
    assert await sums(core) == {"1": (2_900, 3_900), "2": (0, 2_000), "3": (0, 3_000)}
    assert (await account(core, house.dealer_id))["held"] == held - 5_800
    # Nothing is left to save: it is not offered again, and the same tap does nothing more.
    assert await core.ask(house.buyer, PreviewMerge(ids[0])) is None
    with pytest.raises(CannotMerge):
        await core.execute(house.buyer, MergeOrders(ids[1], 5_800))
    (shipment,) = await wave(core, house)
    assert len(shipment.orders) == 3
    await core.execute(SYSTEM, CreateInvoices())
    assert sorted(row.total_minor for row in await rows(core, InvoiceRow)) == [2_000, 3_000, 3_900]
    assert await core.ask(SYSTEM, CheckLedgers()) == ()


async def test_the_tax_on_the_freight_goes_with_it(core: Core) -> None:
    house = await make_paying_house(core, tax=1_000)
    ids = await three(core, house)
    assert await sums(core) == {"1": (2_900, 4_290), "2": (2_900, 5_390), "3": (2_900, 6_490)}
    seen = await preview(core, house, ids[0])
    assert seen.saving == Money(6_380, "USD")
    await core.execute(house.buyer, MergeOrders(ids[0], 6_380))
    assert await sums(core) == {"1": (2_900, 4_290), "2": (0, 2_200), "3": (0, 3_300)}
    await core.execute(SYSTEM, CreateInvoices())
    assert sorted(row.total_minor for row in await rows(core, InvoiceRow)) == [2_200, 3_300, 4_290]
    assert await core.ask(SYSTEM, CheckLedgers()) == ()


async def test_only_what_can_lie_on_one_pallet_goes_together(core: Core, clock: FixedClock) -> None:
    house = await make_paying_house(core)
    first, urgent, gone = await three(core, house)
    await core.execute(house.otto, MakeUrgent(urgent))
    await core.execute(house.buyer, CancelOrder(gone))
    assert await core.ask(house.buyer, PreviewMerge(first)) is None
    clock.advance(timedelta(days=1))
    later = (await order(core, house, (house.lamp, 7))).order_id
    seen = await preview(core, house, later)
    assert [one.order_id for one in seen.orders] == [first, later]
    before = {row.id: row.promised_on for row in await rows(core, OrderRow)}
    assert before[first] != before[later]
    await core.execute(house.buyer, MergeOrders(later, seen.saving.minor))
    after = {row.id: row.promised_on for row in await rows(core, OrderRow)}
    assert (after[first], after[later]) == (before[later], before[later])
    assert after[urgent] == before[urgent]


async def test_nobody_merges_what_is_another_dealers_nor_what_was_not_seen(core: Core) -> None:
    house = await make_paying_house(core)
    ids = await three(core, house)
    stranger = await make_buyer(core, await make_dealer(core, "Other Store", tier="plain"), "Oda")
    before = await sums(core)
    for who, act in (
        (stranger, MergeOrders(ids[0], 5_800)),
        (house.buyer, MergeOrders(ids[0], 5_799)),
    ):
        with pytest.raises((NotFound, CannotMerge)):
            await core.execute(who, act)
    with pytest.raises(NotFound):
        await core.ask(stranger, PreviewMerge(ids[0]))
    assert await sums(core) == before
    assert [row for row in await rows(core, JournalRow) if row.name == "orders_merged"] == []


async def test_two_taps_at_once_save_once(core: Core) -> None:
    house = await make_paying_house(core)
    ids = await three(core, house)
    done = await asyncio.gather(
        *(core.execute(house.buyer, MergeOrders(one, 5_800)) for one in ids), return_exceptions=True
    )
    assert sorted(isinstance(one, Refused) for one in done) == [False, True, True]
    assert await sums(core) == {"1": (2_900, 3_900), "2": (0, 2_000), "3": (0, 3_000)}
    assert (await account(core, house.dealer_id))["held"] == 8_900


async def moved(core: Core) -> list[tuple[str, dict[str, tuple[int, int]]]]:
    """Of each order that was changed: who pays what freight since, before and after."""
    found = await rows(core, JournalRow, JournalRow.name == "freight_moved")
    return [
        (row.payload["number"][-1], {one[0][-1]: (one[1], one[2]) for one in row.payload["moved"]})
        for row in sorted(found, key=lambda row: row.number)
    ]


@pytest.mark.parametrize("tax", [None, 1_000])
async def test_the_freight_of_a_cancelled_order_is_borne_by_those_that_still_go(
    core: Core, tax: int | None
) -> None:
    house = await make_paying_house(core, tax=tax)
    ids = await three(core, house)
    alone = await sums(core)
    seen = await preview(core, house, ids[0])
    await core.execute(house.buyer, MergeOrders(ids[0], seen.saving.minor))
    together = await sums(core)
    await core.execute(house.buyer, CancelOrder(ids[0]))
    after = await sums(core)
    assert (after["2"], after["3"]) == (alone["2"], together["3"])
    assert (await account(core, house.dealer_id))["held"] == after["2"][1] + after["3"][1]
    await core.execute(house.buyer, CancelOrder(ids[2]))
    assert (await sums(core))["2"] == alone["2"]
    assert await moved(core) == [("1", {"2": (0, 2_900)})]
    (shipment,) = await wave(core, house)
    await core.execute(house.otto, CancelOrder(ids[1]))
    assert (await account(core, house.dealer_id))["held"] == 0
    assert await core.ask(SYSTEM, CheckLedgers()) == ()
    assert len(shipment.orders) == 1


async def test_the_last_of_a_group_pays_what_it_would_have_alone_and_is_billed_so(core: Core) -> None:
    house = await make_paying_house(core, tax=1_000)
    ids = await three(core, house)
    alone = await sums(core)
    await core.execute(house.buyer, MergeOrders(ids[0], 6_380))
    for gone in ids[:2]:
        await core.execute(house.buyer, CancelOrder(gone))
    assert (await sums(core))["3"] == alone["3"]
    await core.execute(SYSTEM, CreateInvoices())
    assert [row.total_minor for row in await rows(core, InvoiceRow)] == [alone["3"][1]]
    assert await core.ask(SYSTEM, CheckLedgers()) == ()


async def test_what_is_cancelled_after_the_others_are_invoiced_moves_nothing(core: Core) -> None:
    house = await make_paying_house(core)
    ids = await three(core, house)
    await core.execute(house.buyer, MergeOrders(ids[0], 5_800))
    await core.execute(SYSTEM, CreateInvoices())
    before = await sums(core)
    with pytest.raises(Refused):
        await core.execute(house.buyer, CancelOrder(ids[0]))
    assert await sums(core) == before
    assert await moved(core) == []


@pytest.mark.parametrize("billed", [0, 1])
async def test_a_freight_that_is_invoiced_already_is_not_asked_for_again(core: Core, billed: int) -> None:
    house = await make_paying_house(core)
    ids = await three(core, house)
    alone = await sums(core)
    await core.execute(house.buyer, MergeOrders(ids[0], 5_800))
    together = await sums(core)
    await core.execute(SYSTEM, CreateInvoices((f"B2B-2025-{billed + 1}",)))
    # The first of them bears the freight; where that is invoiced, nobody else has to.
    said = await core.ask(house.buyer, PreviewCancel(ids[1 - billed]))
    await core.execute(house.buyer, CancelOrder(ids[1 - billed]))
    after = await sums(core)
    if billed == 0:
        assert (after["3"], said) == (together["3"], ())
    else:
        assert after["3"] == alone["3"]
        assert [(one.number[-1], one.after.minor) for one in said] == [("3", 2_900)]
    assert await core.ask(SYSTEM, CheckLedgers()) == ()


async def amend(core: Core, house: House, order_id: OrderId, pieces: int) -> dict[str, tuple[int, int]]:
    """Another quantity of its one line, as the dealer confirms it. What was said of the freight before.

    What was said comes true: the total, and who pays what.
    """
    draft_id = await core.execute(house.buyer, ChangeOrder(order_id))
    version = (await quote(core, house.buyer)).version
    await core.execute(house.buyer, ChangeLine(draft_id, version, 1, to=Decimal(pieces)))
    card = await quote(core, house.buyer)
    assert card.amendment is not None
    before = await sums(core)
    await confirm(core, house.buyer)
    after = await sums(core)
    said = {one.number[-1]: (one.before.minor, one.after.minor) for one in card.amendment.freight}
    paid = {key: (before[key][0], after[key][0]) for key in after if before[key][0] != after[key][0]}
    assert (said, card.amendment.after.minor) == (paid, after[card.amendment.number[-1]][1])
    return said


async def test_an_amended_order_goes_on_with_the_others_and_pays_no_freight_twice(core: Core) -> None:
    house = await make_paying_house(core)
    ids = await three(core, house)
    await core.execute(house.buyer, MergeOrders(ids[0], 5_800))
    assert await amend(core, house, ids[1], 5) == {}
    assert await sums(core) == {"1": (2_900, 3_900), "2": (0, 5_000), "3": (0, 3_000)}
    assert await amend(core, house, ids[0], 4) == {}
    assert await sums(core) == {"1": (2_900, 6_900), "2": (0, 5_000), "3": (0, 3_000)}
    assert (await account(core, house.dealer_id))["held"] == 14_900
    # It goes together still: whoever bears the freight now may leave it to the next.
    await core.execute(house.buyer, CancelOrder(ids[0]))
    assert await sums(core) | {"1": ()} == {"1": (), "2": (2_900, 7_900), "3": (0, 3_000)}
    assert await core.ask(SYSTEM, CheckLedgers()) == ()


async def make_free_above(core: Core, house: House, *, above: int) -> None:
    """Shipping of the house is free above so many cents of goods."""
    await write(core, update(TierRow).values(free_shipping_above_minor=above))
    await touch_prices(core)


async def test_an_amendment_that_loses_free_shipping_says_so_before_it_is_confirmed(core: Core) -> None:
    house = await make_paying_house(core)
    await make_free_above(core, house, above=2_500)
    placed = (await order(core, house, (house.crate, 3))).order_id
    assert await sums(core) == {"1": (0, 3_000)}
    assert await amend(core, house, placed, 2) == {"1": (0, 2_900)}
    assert await sums(core) == {"1": (2_900, 4_900)}
    assert await amend(core, house, placed, 5) == {"1": (2_900, 0)}
    assert await sums(core) == {"1": (0, 5_000)}


async def test_an_amendment_says_what_it_does_to_the_freight_of_those_it_goes_together_with(
    core: Core,
) -> None:
    house = await make_paying_house(core)
    ids = await three(core, house)
    await core.execute(house.buyer, MergeOrders(ids[0], 5_800))
    await make_free_above(core, house, above=11_500)
    # As much as is free alone is free together: the first of them pays nothing any more.
    assert await amend(core, house, ids[1], 12) == {"1": (2_900, 0)}
    assert await sums(core) == {"1": (0, 1_000), "2": (0, 12_000), "3": (0, 3_000)}
    assert await amend(core, house, ids[1], 1) == {"1": (0, 2_900)}
    # Urgent goes alone, and pays alone; the others have their freight as before.
    draft_id = await core.execute(house.buyer, ChangeOrder(ids[0]))
    await core.execute(
        house.buyer, SetUrgent(draft_id, (await quote(core, house.buyer)).version, is_urgent=True)
    )
    card = await quote(core, house.buyer)
    assert card.amendment is not None
    assert [(one.number[-1], one.before.minor, one.after.minor) for one in card.amendment.freight] == [
        ("2", 0, 2_900),
    ]  # fmt: skip
    await confirm(core, house.buyer)
    assert await sums(core) == {"1": (2_900, 3_900), "2": (2_900, 3_900), "3": (0, 3_000)}
    assert await core.ask(SYSTEM, CheckLedgers()) == ()
