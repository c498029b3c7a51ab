"""I3, I4: an amount typed wrong at a door is put right once; what was said first stays, the books follow."""

from __future__ import annotations

import pytest

from core.billing.errors import AlreadyReversed, AmountNotPositive
from core.billing.tables import PaymentRow
from core.billing.use_cases.create_invoices import CreateInvoices
from core.billing.use_cases.reverse_payment import ReversePayment
from core.billing.use_cases.show_documents import ShowInvoice
from core.credit.tables import CreditPostingRow
from core.driving.errors import MoneyChanged, MoneyDecided, SameAmount
from core.driving.tables import DoorMoneyChangeRow, DoorMoneyRow
from core.driving.use_cases.correct_money import CorrectDoorMoney, FindDoorMoney
from core.driving.use_cases.keep_house import BookDoorMoney, ListDoorMoney, MissDoorMoney
from core.driving.use_cases.show_proof import ShowProof, VerifyProof
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import SYSTEM, Role
from core.kernel.errors import NotFound
from core.kernel.money import Money
from tests.core.driving.house import make_driver, make_trip
from tests.driver_app_api.driver.phone import Phone, handed, phone_of, sign_in
from tests.make import column, count, make_staff, rows

CASH = {"kind": "cash", "reference": ""}


async def test_a_driver_puts_an_amount_right_until_the_shift_is_closed(core: Core) -> None:
    trip = await make_trip(core, 12, 6)
    first, second = trip.stops
    fay = await make_staff(core, Role.FINANCE, "Fay")
    async with phone_of(core, trip.dan, trip.route) as phone:
        stops = (await phone.today())["routes"][0]["stops"]
        assert (
            await phone.tell(
                phone.event("delivered", first, **handed(stops[0], payment={**CASH, "amount_minor": 50_000})),
                phone.event("delivered", second, **handed(stops[1])),
            )
            == [("done", None)] * 2
        )
        acts = [
            phone.event("money_corrected", first, amount_minor=5_000, reason="a zero too many"),
            phone.event("money_corrected", second, amount_minor=800),
            phone.event("money_corrected", second, amount_minor=800),
            phone.event("money_corrected", second, amount_minor=0),
        ]
        assert await phone.tell(*acts) == [("done", None)] * 4
        assert await phone.tell(*acts) == [("already", None)] * 4
        (route,) = (await phone.today())["routes"]
        assert [stop["paid"] for stop in route["stops"]] == [
            {"kind": "cash", "amount_minor": 5_000, "is_counted": False},
            {"kind": "cash", "amount_minor": 0, "is_counted": False},
        ]
        bag = {"currency": "USD", "cash_minor": 5_000, "cheques": 0, "cheques_minor": 0}
        assert route["taken"] == [bag]
        changes = await rows(core, DoorMoneyChangeRow)
        assert sorted((row.was_minor, row.now_minor, row.reason) for row in changes) == [
            (0, 800, ""), (800, 0, ""), (50_000, 5_000, "a zero too many"),
        ]  # fmt: skip
        proof = await core.ask(SYSTEM, ShowProof(number="B2B-2025-1"))
        assert (proof.money, proof.money_was) == (Money(5_000, "USD"), Money(50_000, "USD"))
        assert (await core.ask(SYSTEM, VerifyProof("B2B-2025-1"))).faults == ()

        # What finance has counted is finance's: a card with the first amount books nothing.
        (money,) = await core.ask(fay, ListDoorMoney())
        with pytest.raises(MoneyChanged):
            await core.execute(fay, BookDoorMoney(money.id, 50_000))
        await core.execute(fay, BookDoorMoney(money.id, 5_000))
        eves = Phone(phone.at, phone.http, route=trip.route)
        await sign_in(core, eves, await make_driver(core, "Eve"))
        assert await eves.tell(eves.event("money_corrected", first, amount_minor=1)) == [
            ("refused", "not_found")
        ]
        assert await phone.tell(
            phone.event("money_corrected", first, amount_minor=4_000),
            phone.event("money_corrected", first, amount_minor=-1),
            phone.event("money_corrected", trip.route, amount_minor=1),
            phone.event("shift_closed", cash_minor=5_000, cheques=0),
            phone.event("money_corrected", second, amount_minor=900),
        ) == [
            ("refused", "money_decided"), ("refused", "unreadable"), ("refused", "not_found"), ("done", None),
            ("refused", "route_over"),
        ]  # fmt: skip
    (closed,) = await rows(core, JournalRow, JournalRow.name == "shift_closed")
    assert closed.payload["differs"] == 0
    assert await column(core, PaymentRow.amount_minor) == [5_000]
    assert await count(core, DoorMoneyChangeRow) == 3
    # Somebody looks at what the books could not follow.
    told = await rows(core, JournalRow, JournalRow.name == "act_refused")
    assert [row.payload["code"] for row in told].count("money_decided") == 1


async def test_booked_money_is_put_right_by_a_counter_booking(core: Core) -> None:
    trip = await make_trip(core, 12)
    fay = await make_staff(core, Role.FINANCE, "Fay")
    async with phone_of(core, trip.dan, trip.route) as phone:
        (stop,) = (await phone.today())["routes"][0]["stops"]
        paid = {**CASH, "amount_minor": 9_000}
        events = [phone.event("delivered", trip.stops[0], **handed(stop, payment=paid))]
        assert await phone.tell(*events) == [("done", None)]
    (invoice,) = await core.execute(fay, CreateInvoices(("B2B-2025-1",)))
    money = await core.ask(fay, FindDoorMoney("1"))
    receipt = await core.execute(fay, BookDoorMoney(money.id, 9_000))
    assert (await core.ask(fay, ShowInvoice(invoice))).open == Money(3_000, "USD")
    for wrong, refusal in (((8_000, 4_000), MoneyChanged), ((9_000, 9_000), SameAmount),
                           ((9_000, 0), AmountNotPositive)):  # fmt: skip
        with pytest.raises(refusal):
            await core.execute(fay, CorrectDoorMoney(money.id, *wrong, "why"))
    assert await count(core, PaymentRow) == 1

    now = await core.execute(fay, CorrectDoorMoney(money.id, 9_000, 4_000, "counted again"))
    assert (now.amount, now.receipt != receipt) == (Money(4_000, "USD"), True)
    assert [(one.was, one.now, one.reason, one.by) for one in now.changes] == [
        (Money(9_000, "USD"), Money(4_000, "USD"), "counted again", "Fay")
    ]
    assert (await core.ask(fay, ShowInvoice(invoice))).open == Money(8_000, "USD")
    payments = sorted(await rows(core, PaymentRow), key=lambda row: row.number)
    assert [(row.amount_minor, row.reversed_on is None, row.reversal_reason) for row in payments] == [
        (9_000, False, "counted again"), (4_000, True, None),
    ]  # fmt: skip
    assert payments[0].reference == payments[1].reference
    moved = [(row.kind, row.amount_minor) for row in await rows(core, CreditPostingRow)]
    assert sorted(one for one in moved if one[0] != "invoice") == [
        ("payment", -9_000), ("payment", -4_000), ("payment_reversed", 9_000),
    ]  # fmt: skip
    names = [row.name for row in await rows(core, JournalRow)]
    told = ("payment_reversed", "payment_corrected", "door_money_corrected")
    assert [names.count(one) for one in told] == [0, 1, 1]
    # It is found by its receipt; one that was taken back by hand is nothing to put right.
    assert (await core.ask(fay, FindDoorMoney(now.receipt or ""))).id == money.id
    await core.execute(fay, ReversePayment(now.receipt or "", "it was nobody's"))
    with pytest.raises(AlreadyReversed):
        await core.execute(fay, CorrectDoorMoney(money.id, 4_000, 5_000, "why"))
    assert await column(core, DoorMoneyRow.amount_minor) == [4_000]
    with pytest.raises(NotFound):
        await core.ask(fay, FindDoorMoney("2"))


async def test_money_that_was_missing_is_decided(core: Core) -> None:
    trip = await make_trip(core, 12)
    fay = await make_staff(core, Role.FINANCE, "Fay")
    async with phone_of(core, trip.dan, trip.route) as phone:
        (stop,) = (await phone.today())["routes"][0]["stops"]
        paid = {**CASH, "amount_minor": 9_000}
        await phone.tell(phone.event("delivered", trip.stops[0], **handed(stop, payment=paid)))
    (money,) = await core.ask(fay, ListDoorMoney())
    await core.execute(fay, CorrectDoorMoney(money.id, 9_000, 7_000, "the note says seventy"))
    await core.execute(fay, MissDoorMoney(money.id))
    with pytest.raises(MoneyDecided):
        await core.execute(fay, CorrectDoorMoney(money.id, 7_000, 9_000, "found"))
    assert [(row.state, row.amount_minor) for row in await rows(core, DoorMoneyRow)] == [("missing", 7_000)]
