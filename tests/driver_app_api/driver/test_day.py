"""I1-I5 over real HTTP: the day, acts in order and once, proof, refusals, the end of the shift."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from core.credit.tables import CreditAccountRow
from core.deliveries.tables import ShipmentRow
from core.dispatch.repository.dues import list_drops
from core.dispatch.tables import RouteRow, RouteStopRow
from core.driving.errors import MoneyDecided
from core.driving.tables import DriverActRow, ProofRow
from core.driving.use_cases.keep_house import BookDoorMoney, CountCauses, ListDoorMoney, SetProofPolicy
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import SYSTEM, Role
from core.kernel.money import Money
from tests.core.deliveries.house import level, states
from tests.core.driving.house import NEAR, make_driver, make_route, make_trip, make_van, photo
from tests.driver_app_api.driver.phone import client_id, handed, phone_of
from tests.make import account, column, count, make_dealer, make_staff, rows, write


async def test_a_whole_day_from_the_load_to_the_end(core: Core) -> None:
    trip = await make_trip(core, 12, 6)
    async with phone_of(core, trip.dan, trip.route) as phone:
        day = await phone.today()
        (route,) = day["routes"]
        assert [(s["position"], s["dealer"], s["state"]) for s in route["stops"]] == [
            (1, "Corner Store", "planned"), (2, "Corner Store", "planned"),
        ]  # fmt: skip
        assert route["load"] == [{"sku": "CRATE", "name": "Crate", "quantity": 18, "unit": "each"}]
        first, second = route["stops"]
        events = [
            phone.event("load_checked", missing=[]),
            phone.event("route_started"),
            phone.event("arrived", trip.stops[0]),
            phone.event("delivered", trip.stops[0], **handed(first)),
            phone.event("departed", trip.stops[0]),
            phone.event("arrived", trip.stops[1]),
            phone.event("delivered", trip.stops[1], **handed(second)),
            phone.event("shift_closed", cash_minor=0, cheques=0),
        ]
        assert await phone.tell(*events) == [("done", None)] * 8
        assert await phone.tell(*events) == [("already", None)] * 8
    assert await column(core, RouteRow.state) == ["closed"]
    assert await column(core, RouteStopRow.state) == ["done", "done"]
    assert await column(core, ShipmentRow.state) == ["delivered", "delivered"]
    assert await column(core, ProofRow.number) == [1, 2]
    assert len(await rows(core, DriverActRow)) == 8


async def test_the_day_is_sent_again_only_when_it_changed(core: Core) -> None:
    trip = await make_trip(core)
    async with phone_of(core, trip.dan, trip.route) as phone:
        first = await phone.call("GET", "/today")
        tag = first.headers["ETag"]
        again = await phone.call("GET", "/today", headers={"If-None-Match": tag})
        assert (again.status, again.content) == (304, b"")
        assert await phone.tell(phone.event("arrived", trip.stops[0])) == [("done", None)]
        changed = await phone.call("GET", "/today", headers={"If-None-Match": tag})
        assert changed.status == 200
        assert changed.body["routes"][0]["stops"][0]["state"] == "arrived"
        assert changed.body["routes"][0]["state"] == "started"  # whoever arrives has left


async def test_what_cannot_be_done_is_kept_with_its_reason_and_blocks_nothing(core: Core) -> None:
    trip = await make_trip(core, 12, 6)
    async with phone_of(core, trip.dan, trip.route) as phone:
        first, second = (await phone.today())["routes"][0]["stops"]
        short = handed(first)
        short["lines"] = [{**short["lines"][0], "delivered": 11}]
        events = [
            phone.event("delivered", trip.stops[0], **short),
            phone.event("delivered", trip.stops[0], **handed(first, receiver="   ")),
            phone.event("delivered", trip.stops[0], **handed(first, lines=[])),
            phone.event("delivered", trip.stops[0], receiver="Ada"),
            phone.event("delivered", client_id(), **handed(first)),
            phone.event("dance", trip.stops[0]),
            phone.event("not_delivered", trip.stops[0], reason=""),
            phone.event("shift_closed", cash_minor=0, cheques=0),
            phone.event("delivered", trip.stops[1], **handed(second)),
        ]
        wanted = [
            ("refused", "quantities_dont_add_up"),
            ("refused", "receiver_missing"),
            ("refused", "quantities_dont_add_up"),
            ("refused", "unreadable"),
            ("refused", "not_found"),
            ("refused", "unreadable"),
            ("refused", "unreadable"),
            ("refused", "stops_open"),
            ("done", None),
        ]
        assert await phone.tell(*events) == wanted
        wanted[-1] = ("already", None)
        assert await phone.tell(*events) == wanted
    kept = await rows(core, DriverActRow)
    assert [row.state for row in kept].count("refused") == 8
    assert all(row.sent.startswith("{") for row in kept)
    assert await column(core, RouteStopRow.state) == ["done", "planned"]
    told = await rows(core, JournalRow, JournalRow.name == "act_refused")
    assert len(told) == 6  # the office hears of what happened at a door


async def test_the_same_proof_with_another_id_counts_once(core: Core) -> None:
    trip = await make_trip(core)
    async with phone_of(core, trip.dan, trip.route) as phone:
        (stop,) = (await phone.today())["routes"][0]["stops"]
        first = phone.event("delivered", trip.stops[0], **handed(stop))
        assert await phone.tell(first) == [("done", None)]
        again = {**first, "id": str(client_id()), "seq": 99}
        assert await phone.tell(again) == [("refused", "stop_over")]
        assert await phone.tell({**first, "data": {}}) == [("refused", "id_taken")]
    assert await count(core, ProofRow) == 1


async def test_another_drivers_stop_and_route_are_nobodys(core: Core) -> None:
    trip = await make_trip(core)
    eve = await make_driver(core, "Eve")
    async with phone_of(core, eve, trip.route) as phone:
        assert (await phone.today())["routes"] == []
        events = [
            phone.event("arrived", trip.stops[0]),
            phone.event("position", None, gps=NEAR),
            phone.event("delivered", trip.stops[0], receiver="Eve", lines=[]),
            phone.event("shift_closed", cash_minor=0, cheques=0),
        ]
        assert await phone.tell(*events) == [("refused", "not_found")] * 4
    assert await column(core, RouteStopRow.state) == ["planned"]
    assert await column(core, ShipmentRow.state) == ["packed"]


async def test_odd_proofs_are_taken_and_flagged(core: Core) -> None:
    trip = await make_trip(core, 1, 2, 3, 4)
    async with phone_of(core, trip.dan, trip.route) as phone:
        stops = (await phone.today())["routes"][0]["stops"]
        nowhere = {**NEAR, "lat": 0.0, "lon": 0.0}
        far = {**NEAR, "lat": 34.06}
        events = [
            phone.event("delivered", trip.stops[0], **handed(stops[0], gps=nowhere, signature=None)),
            phone.event("delivered", trip.stops[1], **handed(stops[1], gps=far)),
            phone.event("delivered", trip.stops[2], **handed(stops[2], gps={**far, "accuracy_m": 3000})),
            phone.event("delivered", trip.stops[3], **handed(stops[3], gps=None, code="0")),
        ]
        events[3]["at"] = "2025-10-15T09:00:00+00:00"  # its clock is a day ahead
        await core.execute(SYSTEM, SetProofPolicy(250, has_codes=True))
        assert await phone.tell(*events) == [("done", None)] * 4
    proofs = sorted(await rows(core, ProofRow), key=lambda row: row.number)
    assert [(row.flags, row.distance_m) for row in proofs] == [
        (["null_island", "no_signature", ], None),
        (["far_away"], 1112),
        (["poor_position"], 1112),
        (["no_position", "clock_off", "wrong_code"], None),
    ]  # fmt: skip
    assert proofs[3].received_at == core.clock.now()


async def test_a_stop_taken_off_while_the_phone_was_offline_is_delivered_and_its_twin_is_called_off(
    core: Core,
) -> None:
    trip = await make_trip(core)
    eve = await make_driver(core, "Eve")
    async with phone_of(core, trip.dan, trip.route) as phone:
        (stop,) = (await phone.today())["routes"][0]["stops"]
        # Meanwhile the office gives the goods to Eve.
        van = await make_van(core, trip.house.la, eve, "V2")
        plan = (await rows(core, RouteRow))[0].plan_id
        other, (twin,) = await make_route(
            core, trip.house.la, van, eve, trip.shipments, plan=plan, state="published", trip=2
        )
        await write(
            core,
            update(RouteStopRow).where(RouteStopRow.id == trip.stops[0]).values(state="cancelled"),
            update(RouteRow).where(RouteRow.id == trip.route).values(version=2),
        )
        assert (await phone.today())["routes"][0]["stops"] == []
        assert await phone.tell(phone.event("not_delivered", trip.stops[0], reason="closed")) == [
            ("refused", "stop_over")
        ]
        assert await phone.tell(phone.event("delivered", trip.stops[0], **handed(stop))) == [("done", None)]
    states = {row.id: row.state for row in await rows(core, RouteStopRow)}
    assert states == {trip.stops[0]: "done", twin: "cancelled"}
    assert await column(core, RouteRow.version, RouteRow.id == other) == [2]
    (proof,) = await rows(core, ProofRow)
    assert "route_changed" in proof.flags
    assert await column(core, ShipmentRow.state) == ["delivered"]


async def test_what_is_not_accepted_closes_itself_and_its_cause_is_counted(core: Core) -> None:
    trip = await make_trip(core, 12)
    async with phone_of(core, trip.dan, trip.route) as phone:
        (stop,) = (await phone.today())["routes"][0]["stops"]
        line = {"line_id": stop["orders"][0]["lines"][0]["id"], "delivered": 7, "refused": 2, "damaged": 2,
                "short": 1, "reason": "too_late"}  # fmt: skip
        event = phone.event("delivered", trip.stops[0], **handed(stop, lines=[line]))
        assert await phone.tell(event) == [("done", None)]
    assert await states(core) == {"1": "delivered", "1/2": "returned"}
    assert await level(core, trip.house.crate, trip.house.la) == {
        "on_hand": 988, "quarantine": 3, "damaged": 2,
    }  # fmt: skip
    causes = await core.ask(SYSTEM, CountCauses())
    assert [(one.kind, one.reason, one.times, one.quantity) for one in causes] == [
        ("damaged", "other", 1, 2), ("refused", "too_late", 1, 2), ("short", "other", 1, 1),
    ]  # fmt: skip
    assert await account(core, trip.house.dealer_id) == {
        "limit": 10_000_000, "invoiced": 0, "held": 7_000, "pending": 0,
    }  # fmt: skip


async def test_what_nobody_took_is_in_the_house_again_and_planned_anew(core: Core) -> None:
    trip = await make_trip(core, 12)
    day = core.clock.now().date() + timedelta(days=2)
    async with phone_of(core, trip.dan, trip.route) as phone:
        events = [
            phone.event("route_started"),
            phone.event("not_delivered", trip.stops[0], reason="closed", new_day=day.isoformat()),
            phone.event("shift_closed", cash_minor=0, cheques=0),
        ]
        assert await phone.tell(*events) == [("done", None)] * 3
    (shipment,) = await rows(core, ShipmentRow)
    assert (shipment.state, shipment.promised_on, shipment.window_from) == ("shipped", day, None)
    assert await states(core) == {"1": "shipped"}
    assert await column(core, RouteStopRow.state) == ["failed"]
    async with core.snapshot(SYSTEM) as snap:
        tomorrow, then = [await list_drops(snap, trip.house.la, on) for on in (day - timedelta(days=1), day)]
    assert (tomorrow, [drop.shipment_ids for drop in then]) == ([], [(shipment.id,)])


async def test_the_end_of_the_shift_waits_for_photos_and_tells_what_the_bag_lacks(core: Core) -> None:
    trip = await make_trip(core, 12)
    picture = photo()
    async with phone_of(core, trip.dan, trip.route) as phone:
        (stop,) = (await phone.today())["routes"][0]["stops"]
        file_id = str(client_id())
        paid = {"kind": "cash", "amount_minor": 5000, "reference": "no change"}
        assert await phone.tell(
            phone.event("delivered", trip.stops[0], **handed(stop, photos=[file_id], payment=paid)),
            phone.event("shift_closed", cash_minor=5000, cheques=0),
        ) == [("done", None), ("refused", "proof_unsent")]
        assert await column(core, ProofRow.state) == ["waiting"]
        _, answer = await phone.send_file(trip.stops[0], picture, file_id=file_id)
        assert answer.status == 204
        closing = phone.event("shift_closed", cash_minor=4000, cheques=0)
        assert await phone.tell(closing) == [("done", None)]
    assert await column(core, ProofRow.state) == ["whole"]
    (closed,) = await rows(core, JournalRow, JournalRow.name == "shift_closed")
    assert closed.payload["differs"] == -1000
    assert await account(core, trip.house.dealer_id) == {
        "limit": 10_000_000, "invoiced": 0, "held": 12_000, "pending": 0,
    }  # fmt: skip
    fay = await make_staff(core, Role.FINANCE, "Fay")
    (money,) = await core.ask(fay, ListDoorMoney())
    assert (money.amount, money.kind, money.reference) == (Money(5000, "USD"), "cash", "no change")
    await core.execute(fay, BookDoorMoney(money.id))
    with pytest.raises(MoneyDecided):
        await core.execute(fay, BookDoorMoney(money.id))
    assert await column(core, CreditAccountRow.unapplied_minor) == [5000]


async def test_a_dot_and_a_picture_of_nothing_are_no_signature(core: Core) -> None:
    trip = await make_trip(core, 1, 2, 3)
    async with phone_of(core, trip.dan, trip.route) as phone:
        stops = (await phone.today())["routes"][0]["stops"]
        dot = {"strokes": [[[10, 10, 0]], [[40, 10, 900], [41, 10, 910]]], "file_id": None}
        spoilt, whole = str(client_id()), str(client_id())
        events = [
            phone.event("delivered", trip.stops[0], **handed(stops[0], signature=dot)),
            *(
                phone.event("delivered", stop, **handed(shown, signature={"strokes": [], "file_id": one}))
                for stop, shown, one in zip(trip.stops[1:], stops[1:], (spoilt, whole), strict=True)
            ),
        ]
        assert await phone.tell(*events) == [("done", None)] * 3
        await phone.send_file(trip.stops[1], b"no picture", file_id=spoilt, kind="signature")
        await phone.send_file(trip.stops[2], photo(), file_id=whole, kind="signature")
    proofs = sorted(await rows(core, ProofRow), key=lambda row: row.number)
    assert [row.flags for row in proofs] == [["no_signature"], ["file_spoilt", "no_signature"], []]


async def test_what_was_taken_is_told_to_each_phone_and_currencies_are_not_added_up(core: Core) -> None:
    trip = await make_trip(core, 12, 6)
    euro = await make_dealer(core, "Über Nacht", currency="EUR")
    await write(core, update(RouteStopRow).where(RouteStopRow.id == trip.stops[1]).values(dealer_id=euro))
    async with phone_of(core, trip.dan, trip.route) as phone:
        first, second = (await phone.today())["routes"][0]["stops"]
        cash = {"kind": "cash", "amount_minor": 5000, "reference": ""}
        assert (
            await phone.tell(
                phone.event("delivered", trip.stops[0], **handed(first, payment=cash)),
                phone.event("delivered", trip.stops[1], **handed(second, payment=cash)),
            )
            == [("done", None)] * 2
        )
        bag = {"cash_minor": 5000, "cheques": 0, "cheques_minor": 0}
        (route,) = (await phone.today())["routes"]
        assert route["taken"] == [{"currency": "EUR", **bag}, {"currency": "USD", **bag}]
        assert await phone.tell(phone.event("shift_closed", cash_minor=5000, cheques=0)) == [("done", None)]
    (closed,) = await rows(core, JournalRow, JournalRow.name == "shift_closed")
    assert (closed.payload["currency"], closed.payload["differs"]) == ("USD", 0)
