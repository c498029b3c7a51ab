"""A rep's own figures (B4): the days that are compared, whose orders count, and who sees margins."""

from datetime import UTC, date, datetime

import pytest

from core.infra.door import Core
from core.kernel.actor import Role
from core.kernel.errors import NotPermitted
from core.kernel.money import Money
from core.orders.types import OrderState
from core.reporting.engine.rep import same_days
from core.reporting.territory_types import RepFigures
from core.reporting.use_cases.show_rep_month import DrawRepMonth, ShowRepMonth
from tests.chat import phrasebook
from tests.core.reporting.past import put_order
from tests.make import make_buyer, make_dealer, make_product, make_staff


@pytest.mark.parametrize(
    ("today", "months", "first", "last"),
    [
        (date(2025, 10, 14), 0, date(2025, 10, 1), date(2025, 10, 14)),
        (date(2025, 10, 14), -1, date(2025, 9, 1), date(2025, 9, 14)),
        (date(2025, 3, 31), -1, date(2025, 2, 1), date(2025, 2, 28)),
        (date(2024, 2, 29), -12, date(2023, 2, 1), date(2023, 2, 28)),
        (date(2025, 1, 5), -1, date(2024, 12, 1), date(2024, 12, 5)),
    ],
)
def test_the_same_days_of_another_month(today: date, months: int, first: date, last: date) -> None:
    assert same_days(today, months) == (first, last)


def usd(text: str) -> Money:
    return Money.parse(text, "USD")


async def test_this_month_stands_beside_last_month_and_last_year(core: Core) -> None:
    rita = await make_staff(core, Role.REP, "Rita")
    dora = await make_staff(core, Role.DIRECTOR, "Dora")
    cola = await make_product(core, "COLA", "Cola", cost="6.00")
    mine = await make_dealer(core, "Alpha", rep=rita)
    hers = await make_dealer(core, "Omega", rep=dora)
    ada = await make_buyer(core, mine)
    placed = [
        (mine, "1", datetime(2025, 10, 1, 0, 30, tzinfo=UTC), 10, "approved", ada),
        (mine, "2", datetime(2025, 10, 14, 8, tzinfo=UTC), 5, "delivered", None),
        (mine, "3", datetime(2025, 10, 3, 8, tzinfo=UTC), 99, "cancelled", ada),
        (mine, "4", datetime(2025, 9, 14, 8, tzinfo=UTC), 6, "delivered", None),
        (mine, "5", datetime(2025, 9, 15, 8, tzinfo=UTC), 70, "delivered", None),
        (mine, "6", datetime(2024, 10, 2, 8, tzinfo=UTC), 3, "delivered", ada),
        (hers, "7", datetime(2025, 10, 2, 8, tzinfo=UTC), 20, "delivered", None),
    ]
    for dealer, number, at, pieces, state, buyer in placed:
        await put_order(
            core, dealer, number, [(cola, "COLA", pieces, "8.00")], at=at, state=OrderState(state),
            person_id=buyer.person_id if buyer else None,
        )  # fmt: skip
    found = await core.ask(rita, ShowRepMonth())
    assert (found.dealers, found.first, found.today) == (1, date(2025, 10, 1), date(2025, 10, 14))
    assert found.now == RepFigures(2, usd("120"), 1)
    assert found.last_month == RepFigures(1, usd("48"), 0)
    assert found.last_year == RepFigures(1, usd("24"), 1)
    assert dict(found.months)[date(2025, 9, 1)] == 608_00
    assert found.months[0] == (date(2024, 11, 1), 0)
    # A director who looks after a dealer sees what it leaves.
    theirs = await core.ask(dora, ShowRepMonth())
    assert theirs.now == RepFigures(1, usd("160"), 0, margin=2_500)
    say = phrasebook().say("en")
    picture = await core.ask(rita, DrawRepMonth(say))
    assert picture.png is not None
    assert picture.png.startswith(b"\x89PNG")
    nobodys = await make_staff(core, Role.REP, "Omar")
    assert (await core.ask(nobodys, DrawRepMonth(say))).png is None
    with pytest.raises(NotPermitted):
        await core.ask(ada, ShowRepMonth())
