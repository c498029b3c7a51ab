"""I1: what the driver's day says of a stop."""

from datetime import timedelta

from sqlalchemy import update

from core.credit.tables import CreditDueRow
from core.dealers.tables import PersonRow
from core.driving.tables import DoorMoneyRow
from core.driving.use_cases.keep_house import MissDoorMoney
from core.driving.use_cases.show_today import ShowDriverDay
from core.infra.door import Core
from core.kernel.actor import Role
from core.kernel.clock import FixedClock
from core.orders.tables import OrderRow
from tests.core.driving.house import make_trip
from tests.driver_app_api.driver.phone import handed, phone_of
from tests.make import make_dealer, make_person, make_staff, rows, write
from tests.make.rows import add


async def test_the_phone_of_a_stop_is_that_of_whoever_ordered_or_of_the_dealers_first_person(
    core: Core, clock: FixedClock
) -> None:
    trip = await make_trip(core, 12)
    dealer, ada = trip.house.dealer_id, trip.house.buyer.person_id
    clock.advance(timedelta(minutes=1))
    bob = await make_person(core, "Bob", dealer_id=dealer, role=Role.DEALER_BUYER, phone="+12135550177")
    clock.advance(timedelta(minutes=1))
    # Whose number is the lowest has nothing to do with it.
    await make_person(core, "Cem", dealer_id=dealer, role=Role.DEALER_VIEWER, phone="+12135550100")
    other = await make_dealer(core, "Elsewhere Ltd")
    eve = await make_person(core, "Eve", dealer_id=other, role=Role.DEALER_BUYER, phone="+12135550001")

    async def told() -> str:
        (route,) = (await core.ask(trip.dan, ShowDriverDay())).routes
        return route.stops[0].phone

    async def is_now(person: object, **values: object) -> None:
        await write(core, update(PersonRow).where(PersonRow.id == person).values(**values))

    assert await told() == "+12135550177"  # Ada ordered and has no number: the first who has one
    await is_now(ada, phone="+12135550199")
    assert await told() == "+12135550199"
    await is_now(ada, blocked=True)
    assert await told() == "+12135550177"
    await is_now(ada, blocked=False)
    await write(core, update(OrderRow).values(person_id=bob))
    assert await told() == "+12135550177"
    await write(core, update(OrderRow).values(person_id=eve))  # nobody of this dealer any more
    assert await told() == "+12135550199"


async def test_money_is_asked_for_once_of_each_dealer_and_not_again_for_what_is_in_the_bag(
    core: Core,
) -> None:
    trip = await make_trip(core, 12, 6)
    await add(
        core,
        CreditDueRow,
        dealer_id=trip.house.dealer_id,
        due_on=core.clock.now().date() - timedelta(days=1),
        open_minor=50_000,
    )

    async def asked() -> list[int]:
        (route,) = (await core.ask(trip.dan, ShowDriverDay())).routes
        return [stop.cash_due.minor for stop in route.stops]

    assert await asked() == [50_000, 0]
    async with phone_of(core, trip.dan, trip.route) as phone:
        day = await phone.today()
        paid = {"kind": "cash", "amount_minor": 20_000, "reference": ""}
        first = handed(day["routes"][0]["stops"][0], payment=paid)
        assert await phone.tell(phone.event("delivered", trip.stops[0], **first)) == [("done", None)]
    assert await asked() == [0, 30_000]
    (money,) = await rows(core, DoorMoneyRow)
    boss = await make_staff(core, Role.FINANCE, "Fin")
    await core.execute(boss, MissDoorMoney(money.id))
    assert await asked() == [0, 50_000]
