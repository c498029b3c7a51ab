"""H2, I4: another driver drives on from noon; each phone has what its driver did, nothing counts twice."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from core.dispatch.tables import RouteRow, RouteStopRow
from core.dispatch.use_cases.give_route import GiveRoute
from core.driving.tables import DoorMoneyRow, ProofRow
from core.driving.use_cases.show_proof import VerifyProof
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import SYSTEM
from tests.core.driving.house import make_driver, make_trip, photo
from tests.driver_app_api.driver.phone import Body, Phone, client_id, handed, phone_of, sign_in
from tests.make import rows, write

CASH = {"kind": "cash", "reference": ""}


def seen(route: Body) -> list[tuple[int, str, str | None]]:
    """Place, state and, of what another made, by whom."""
    return [(stop["position"], stop["state"], stop["by"]) for stop in route["stops"]]


async def closed(core: Core) -> dict[str, tuple[Any, ...]]:
    """By driver: delivered, not delivered, what the bag has more than the proofs say."""
    told = [row.payload for row in await rows(core, JournalRow, JournalRow.name == "shift_closed")]
    return {one["driver"]: (one["delivered"], one["failed"], one["differs"]) for one in told}


async def test_what_each_driver_did_counts_once_and_the_second_has_only_the_rest(core: Core) -> None:
    trip = await make_trip(core, 12, 6, 3, 2)
    first, second, third, fourth = trip.stops
    eve = await make_driver(core, "Eve")
    async with phone_of(core, trip.dan, trip.route) as dans:
        eves = Phone(dans.at, dans.http)
        await sign_in(core, eves, eve)
        stops = (await dans.today())["routes"][0]["stops"]
        assert (
            await dans.tell(
                dans.event("load_checked", missing=[]),
                dans.event("route_started"),
                dans.event("delivered", first, **handed(stops[0], payment={**CASH, "amount_minor": 5_000})),
            )
            == [("done", None)] * 3
        )
        # From here on his phone has no network.
        picture = str(client_id())
        paid = {**CASH, "amount_minor": 2_000}
        kept = [
            dans.event("arrived", second),
            dans.event("delivered", second, **handed(stops[1], photos=[picture], payment=paid)),
            dans.event("not_delivered", third, reason="closed"),
        ]
        (plan,) = {row.plan_id for row in await rows(core, RouteRow)}
        taken = await core.execute(
            trip.house.otto, GiveRoute(plan, 1, "V1", eve.person_id, None)
        )  # fmt: skip
        day = await dans.today()
        (own,) = day["routes"]
        assert (own["state"], own["given_to"], seen(own)) == ("given", "Eve", [(1, "done", None)])
        assert [(one["kind"], one["stop_id"]) for one in day["changes"]] == [
            ("removed", str(stop)) for stop in (second, third, fourth)
        ]
        (rest,) = (await eves.today())["routes"]
        assert (rest["id"], rest["state"], rest["taken_from"]) == (str(taken), "published", "Dan")
        assert seen(rest) == [
            (1, "done", "Dan"), (2, "planned", None), (3, "planned", None), (4, "planned", None),
        ]  # fmt: skip
        assert (rest["load"][0]["quantity"], rest["taken"]) == (11, [])

        # Late, and in its own order, it all goes up; twice it counts once.
        assert await dans.tell(*kept) == [("refused", "not_found"), ("done", None), ("done", None)]
        assert await dans.tell(*kept) == [("refused", "not_found"), ("already", None), ("already", None)]
        _, answer = await dans.send_file(second, photo(), file_id=picture)
        assert answer.status == 204
        (rest,) = (await eves.today())["routes"]
        assert seen(rest) == [
            (1, "done", "Dan"), (2, "done", "Dan"), (3, "failed", "Dan"), (4, "planned", None),
        ]  # fmt: skip
        assert rest["load"][0]["quantity"] == 2

        eves.route = taken
        paid = {**CASH, "amount_minor": 700}
        told = await eves.tell(
            eves.event("load_checked", missing=[]),
            eves.event("route_started"),
            eves.event("delivered", second, **handed(stops[1])),
            eves.event("delivered", fourth, **handed(stops[3], payment=paid)),
            eves.event("shift_closed", cash_minor=700, cheques=0),
        )
        assert told == [
            *[("done", None)] * 2, ("refused", "stop_over"), *[("done", None)] * 2,
        ]  # fmt: skip
        stranger = dans.event("delivered", fourth, **handed(stops[3]))
        ends = dans.event("shift_closed", cash_minor=6_500, cheques=0)
        assert await dans.tell(stranger, ends) == [("refused", "stop_over"), ("done", None)]
    assert await closed(core) == {"Dan": (2, 1, -500), "Eve": (1, 0, 0)}
    bags = [(row.route_id == taken, row.amount_minor) for row in await rows(core, DoorMoneyRow)]
    assert sorted(bags) == [(False, 2_000), (False, 5_000), (True, 700)]
    made = {row.stop_id: row.driver_id for row in await rows(core, ProofRow)}
    assert made == {first: trip.dan.person_id, second: trip.dan.person_id, fourth: eve.person_id}
    for number in (1, 2, 4):
        assert (await core.ask(SYSTEM, VerifyProof(f"B2B-2025-{number}"))).faults == ()
    assert {row.id: row.state for row in await rows(core, RouteRow)} == {
        trip.route: "closed", taken: "closed",
    }  # fmt: skip


async def test_a_failure_told_too_late_is_left_to_who_drives_on(core: Core) -> None:
    """It was after the route was given: the goods, and the stop, were another's by then."""
    trip = await make_trip(core, 12, 6)
    eve = await make_driver(core, "Eve")
    async with phone_of(core, trip.dan, trip.route) as phone:
        (plan,) = {row.plan_id for row in await rows(core, RouteRow)}
        taken = await core.execute(trip.house.otto, GiveRoute(plan, 1, "V1", eve.person_id))
        later = phone.event("not_delivered", trip.stops[0], reason="closed")
        later["at"] = "2025-10-14T09:00:01+00:00"
        assert await phone.tell(later) == [("refused", "stop_over")]
        # Whom Eve stands at is hers, whatever her colleague's phone has to tell of before.
        await write(core, update(RouteStopRow).values(state="arrived"))
        before = phone.event("not_delivered", trip.stops[0], reason="closed")
        assert await phone.tell(before) == [("refused", "stop_over")]
    assert {(row.route_id, row.state) for row in await rows(core, RouteStopRow)} == {(taken, "arrived")}
