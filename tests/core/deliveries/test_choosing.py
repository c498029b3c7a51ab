"""Which carrier takes it: the cheapest in time, and why."""

from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from core.deliveries.booking_types import Rate, Reason
from core.deliveries.engine.choosing import rank, reason_of
from core.kernel.money import Money

FRIDAY = date(2025, 10, 17)


def rate(carrier: str, price: int, day: int, currency: str = "USD") -> Rate:
    return Rate(carrier, "standard", Money(price, currency), date(2025, 10, day))


def test_the_cheapest_that_keeps_the_day_is_first_and_what_is_late_comes_last() -> None:
    rates = [rate("SLOW", 500, 20), rate("FAST", 2500, 15), rate("DHL", 1200, 17), rate("LATE", 400, 18)]
    ranked = rank(rates, FRIDAY, "USD")
    assert [one.carrier for one in ranked] == ["DHL", "FAST", "LATE", "SLOW"]
    assert reason_of(ranked, FRIDAY) is Reason.IN_TIME
    assert reason_of(ranked[2:], FRIDAY) is Reason.SOONEST
    assert reason_of(ranked[1:2], FRIDAY) is Reason.ONLY


def test_without_a_promised_day_the_cheapest_goes_and_other_money_is_not_compared() -> None:
    ranked = rank([rate("FAST", 2500, 15), rate("EURO", 1, 15, "EUR"), rate("SLOW", 500, 20)], None, "USD")
    assert [one.carrier for one in ranked] == ["SLOW", "FAST"]
    assert reason_of(ranked, None) is Reason.CHEAPEST


RATES = st.lists(
    st.builds(rate, st.sampled_from(["A", "B", "C"]), st.integers(0, 9), st.integers(13, 20)), max_size=8
)


@settings(max_examples=200, derandomize=True)
@given(RATES, st.none() | st.integers(12, 21).map(lambda day: date(2025, 10, day)), st.randoms())
def test_nobody_in_time_is_passed_over_for_a_dearer_one(
    rates: list[Rate], day: date | None, chance: Random
) -> None:
    ranked = rank(rates, day, "USD")
    again = list(rates)
    chance.shuffle(again)
    assert rank(again, day, "USD") == ranked
    assert sorted(map(str, ranked)) == sorted(map(str, rates))
    in_time = [one for one in rates if day is None or one.delivers_on <= day]
    if in_time:
        assert ranked[0] in in_time
        assert ranked[0].price.minor == min(one.price.minor for one in in_time)
    elif rates:
        assert ranked[0].delivers_on == min(one.delivers_on for one in rates)
