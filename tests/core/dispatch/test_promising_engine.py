"""Which windows a place is offered: slots of its hours, and the two that are shown."""

from core.dispatch.engine.promising import HOUR, Slot, choose_two, slots_of

SHIFT = (8 * HOUR, 18 * HOUR)
LONG_BEFORE = -8 * HOUR


def slot(since: int, until: int, parts: int, room: int = HOUR) -> Slot:
    return Slot(since * HOUR, until * HOUR, parts, room)


def hours(*found: tuple[int, int]) -> list[tuple[float, float]]:
    return [(since / HOUR, until / HOUR) for since, until in found]


def test_slots_are_two_hours_long_begin_at_full_hours_and_lie_in_the_shift() -> None:
    assert hours(*slots_of([], SHIFT, LONG_BEFORE)) == [(at, at + 2) for at in range(8, 17)]
    morning, noon = (int(7.5 * HOUR), 11 * HOUR), (int(12.5 * HOUR), int(15.5 * HOUR))
    assert hours(*slots_of([morning, noon], SHIFT, LONG_BEFORE)) == [(8, 10), (9, 11), (13, 15)]


def test_hours_shorter_than_a_window_are_the_window_and_those_outside_of_the_shift_are_none() -> None:
    assert hours(*slots_of([(9 * HOUR, 10 * HOUR), (19 * HOUR, 21 * HOUR)], SHIFT, LONG_BEFORE)) == [(9, 10)]
    # Three hours without a full hour that two would follow from: the first two of them.
    odd = (int(9.25 * HOUR), int(11.5 * HOUR))
    assert hours(*slots_of([odd], SHIFT, LONG_BEFORE)) == [(9.25, 11.25)]


def test_today_only_what_can_still_be_loaded_is_a_window() -> None:
    assert hours(*slots_of([], SHIFT, 12 * HOUR)) == [(14, 16), (15, 17), (16, 18)]


def test_the_cheapest_is_offered_with_the_cheapest_of_the_other_half_of_the_day() -> None:
    all_day = [slot(8, 10, 90), slot(9, 11, 50), slot(11, 13, 40), slot(13, 15, 60), slot(14, 16, 55)]
    assert choose_two(all_day) == (slot(11, 13, 40), slot(14, 16, 55))
    assert choose_two([slot(8, 10, 90), slot(9, 11, 50), slot(10, 12, 70)]) == (slot(9, 11, 50),)
    assert choose_two([slot(8, 10, 90), slot(10, 12, 70)]) == (slot(8, 10, 90), slot(10, 12, 70))
    assert choose_two([]) == ()


def test_a_window_without_room_for_delays_is_offered_only_where_there_is_no_other() -> None:
    tight, roomy = slot(8, 10, 10, room=60), slot(14, 16, 500)
    assert choose_two([tight, roomy]) == (roomy,)
    assert choose_two([tight]) == (tight,)
    assert choose_two([slot(8, 10, 10), slot(9, 11, 10, room=2 * HOUR)])[0] == slot(9, 11, 10, room=2 * HOUR)
