"""When a warehouse needs goods, how many, and from where."""

import uuid

from hypothesis import given, settings
from hypothesis import strategies as st

from core.kernel.ids import WarehouseId
from core.stock.engine.levels import Marks, Need, Stocked, propose

PHOENIX, LA, DENVER = (WarehouseId(uuid.UUID(int=at)) for at in (1, 2, 3))
MARKS = Marks(safety=15, warning=30, maximum=100)


def at(
    house: WarehouseId, free: int, incoming: int = 0, marks: Marks | None = MARKS, code: str = ""
) -> Stocked:
    return Stocked(house, code or str(house.int), free, incoming, marks)


def test_phoenix_lacks_ten_so_25_come_from_la() -> None:
    places = [at(PHOENIX, 20), at(LA, 200, marks=Marks(20, 40, 150))]
    assert propose(places) == (Need(PHOENIX, LA, 25, 10, is_urgent=False),)


def test_below_its_safety_mark_it_is_urgent_and_comes_first() -> None:
    places = [at(LA, 29), at(PHOENIX, 3, incoming=11), at(DENVER, 90, marks=None)]
    assert propose(places) == (
        Need(PHOENIX, DENVER, 31, 16, is_urgent=True),
        Need(LA, DENVER, 16, 1, is_urgent=False),
    )


def test_what_is_on_its_way_counts_and_a_warehouse_without_marks_needs_nothing() -> None:
    assert propose([at(PHOENIX, 20, incoming=10), at(DENVER, 0, marks=None)]) == ()


def test_a_warehouse_with_too_much_gives_before_one_that_only_has_more() -> None:
    places = [at(PHOENIX, 20), at(DENVER, 900, marks=None), at(LA, 101)]
    assert propose(places) == (Need(PHOENIX, LA, 25, 10, is_urgent=False),)


def test_nobody_gives_below_his_own_warning_mark_so_the_vendor_is_asked() -> None:
    assert propose([at(PHOENIX, 20), at(LA, 39)]) == (Need(PHOENIX, None, 80, 10, is_urgent=False),)
    assert propose([at(PHOENIX, 20), at(LA, 41)]) == (Need(PHOENIX, LA, 11, 10, is_urgent=False),)


def test_what_one_gets_is_not_given_to_another() -> None:
    places = [at(PHOENIX, 10), at(DENVER, 20), at(LA, 60)]
    assert propose(places) == (
        Need(PHOENIX, LA, 30, 20, is_urgent=True),
        Need(DENVER, None, 80, 10, is_urgent=False),
    )


def test_goods_go_in_whole_packs_but_never_above_the_maximum() -> None:
    assert propose([at(PHOENIX, 20), at(LA, 200)], step=24)[0].quantity == 48
    assert propose([at(PHOENIX, 20), at(LA, 70)], step=24)[0].quantity == 24
    assert propose([at(PHOENIX, 20, marks=Marks(1, 30, 35)), at(LA, 70)], step=24)[0].quantity == 11


figures = st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60)).map(sorted)
places = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 50), st.none() | figures.map(lambda drawn: Marks(*drawn))),
    min_size=1,
    max_size=5,
).map(lambda drawn: [at(WarehouseId(uuid.UUID(int=n)), *one, code=f"W{n}") for n, one in enumerate(drawn)])


@settings(derandomize=True, max_examples=300)
@given(places, st.sampled_from([1, 6, 24]))
def test_no_warehouse_gives_what_it_needs_or_gets_more_than_it_wants(drawn: list[Stocked], step: int) -> None:
    needs = propose(drawn, step)
    known = {one.warehouse_id: one for one in drawn}
    given_away: dict[WarehouseId, int] = {}
    for need in needs:
        target = known[need.warehouse_id]
        assert target.marks is not None
        assert target.has < target.marks.warning
        assert 0 < need.quantity <= target.marks.maximum - target.has
        assert need.is_urgent == (target.has < target.marks.safety)
        if need.source_id is not None:
            assert need.source_id != need.warehouse_id
            given_away[need.source_id] = given_away.get(need.source_id, 0) + need.quantity
    for house, quantity in given_away.items():
        giver = known[house]
        assert giver.free - quantity >= (giver.marks.warning if giver.marks else 0)
    assert propose(drawn[::-1], step) == needs
