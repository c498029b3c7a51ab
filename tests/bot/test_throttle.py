"""The bucket of updates for each person."""

from bot.middlewares.throttle import MOST_PEOPLE, Throttle

ADA, BOB = 1, 2


def test_a_burst_passes_and_then_so_many_a_second() -> None:
    throttle = Throttle(burst=3, per_second=2)
    assert [throttle.allows(ADA, 10.0) for _ in range(4)] == [True, True, True, False]
    assert throttle.allows(ADA, 10.4) is False
    assert throttle.allows(ADA, 10.5) is True
    assert [throttle.allows(ADA, 60.0) for _ in range(4)] == [True, True, True, False]


def test_one_person_does_not_slow_another_down() -> None:
    throttle = Throttle(burst=1, per_second=1)
    assert throttle.allows(ADA, 0.0)
    assert not throttle.allows(ADA, 0.0)
    assert throttle.allows(BOB, 0.0)


def test_a_clock_that_runs_back_gives_and_takes_nothing() -> None:
    throttle = Throttle(burst=1, per_second=1)
    assert throttle.allows(ADA, 100.0)
    assert not throttle.allows(ADA, 50.0)
    assert not throttle.allows(ADA, 50.5)


def test_running_dry_is_told_once_until_it_was_quiet_again() -> None:
    throttle = Throttle(burst=4, per_second=1)
    for _ in range(4):
        throttle.allows(ADA, 0.0)
    assert not throttle.allows(ADA, 0.0)
    assert [throttle.first_refusal(ADA) for _ in range(3)] == [True, False, False]
    assert throttle.allows(ADA, 1.0)
    assert throttle.first_refusal(ADA) is False
    assert throttle.allows(ADA, 60.0)
    assert throttle.first_refusal(ADA) is True


def test_who_was_quiet_longest_is_forgotten_first() -> None:
    throttle = Throttle(burst=1, per_second=0.001)
    assert throttle.allows(ADA, 0.0)
    for person in range(10, 10 + MOST_PEOPLE):
        throttle.allows(person, 0.0)
    assert throttle.allows(ADA, 0.0)
    assert not throttle.allows(9 + MOST_PEOPLE, 0.0)
