"""Engines of driving: distance, clock, quantities, pictures, evidence. Pure."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.driving.act_types import HandedLine
from core.driving.engine.evidence import canonical, proof_hash, proof_seal
from core.driving.engine.judging import is_clock_off, judge_place, metres_between, unfit_lines
from core.driving.engine.pictures import draw_signature
from core.driving.types import Fix, Flag
from core.infra.pictures import PictureUnfit, clean_picture
from tests.core.driving.house import photo

NOW = datetime(2025, 10, 14, 9, 0, tzinfo=UTC)
degrees = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def test_a_distance_is_that_of_the_globe() -> None:
    # Greenwich to the Eiffel tower; both on the same meridian: a degree is 111,195 m.
    assert metres_between(51.4779, -0.0015, 48.8584, 2.2945) == pytest.approx(334_900, rel=0.005)
    assert metres_between(10, 20, 11, 20) == 111_195


@given(degrees, degrees)
@settings(derandomize=True, deadline=None, max_examples=200)
def test_a_distance_is_the_same_both_ways_and_at_most_half_around(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    there = metres_between(*one, *other)
    assert there == metres_between(*other, *one)
    assert 0 <= there <= 20_015_200


def test_far_is_beyond_what_the_phone_doubts_itself() -> None:
    place = (0.0, 10.0)
    fix = Fix(0.01, 10.0, 50, NOW)  # 1,112 m off
    assert judge_place(fix, place, 1_062) == (1112, ())
    assert judge_place(fix, place, 1_061) == (1112, (Flag.FAR_AWAY,))
    assert judge_place(None, place, 250) == (None, (Flag.NO_POSITION,))
    assert judge_place(Fix(0, 0, 5, NOW), place, 250) == (None, (Flag.NULL_ISLAND,))
    assert judge_place(Fix(1, 1, 201, NOW), None, 250) == (None, (Flag.POOR_POSITION,))


@pytest.mark.parametrize(
    ("minutes_late", "is_off"), [(0, False), (-5, False), (-6, True), (300, False), (60 * 40, True)]
)
def test_a_clock_is_off_when_it_is_ahead_or_of_another_day(minutes_late: int, is_off: bool) -> None:
    told = NOW - timedelta(minutes=minutes_late)
    assert is_clock_off(told, NOW, NOW - timedelta(hours=3), NOW + timedelta(hours=5)) is is_off


@given(st.lists(st.integers(0, 20), min_size=4, max_size=4), st.integers(1, 80))
@settings(derandomize=True, deadline=None, max_examples=200)
def test_a_line_fits_only_when_its_parts_make_what_was_on_the_van(parts: list[int], on_van: int) -> None:
    line = uuid.UUID(int=1)
    told = HandedLine(line, *parts)
    assert (unfit_lines({line: on_van}, [told]) == []) is (sum(parts) == on_van)
    assert unfit_lines({line: on_van}, []) == [line]
    assert unfit_lines({line: on_van}, [told, told]) != []
    assert unfit_lines({}, [told]) == [line]


def test_negative_parts_never_make_up_for_others() -> None:
    line = uuid.UUID(int=1)
    assert unfit_lines({line: 5}, [HandedLine(line, 6, -1)]) == [line]


def evidence(**more: object) -> str:
    told = {
        "act_id": uuid.UUID(int=1), "device": "d", "driver_id": uuid.UUID(int=2),
        "route_id": uuid.UUID(int=3), "stop_id": uuid.UUID(int=4), "told_at": NOW, "received_at": NOW,
        "sent": "{}", "strokes": [], "lines": [], "previous": "",
    }  # fmt: skip
    return proof_hash(**(told | more))


def test_whatever_is_changed_in_a_proof_changes_its_hash() -> None:
    changed = [
        evidence(), evidence(device="e"), evidence(sent="{ }"), evidence(strokes=[[[1, 2, 3]]]),
        evidence(lines=[{}]), evidence(previous="0"), evidence(told_at=NOW + timedelta(seconds=1)),
        evidence(received_at=NOW + timedelta(seconds=1)), evidence(stop_id=uuid.UUID(int=5)),
    ]  # fmt: skip
    assert len(set(changed)) == len(changed)
    assert evidence() == evidence()


def test_a_seal_names_each_file_whatever_their_order() -> None:
    one, two = (uuid.UUID(int=1), "a"), (uuid.UUID(int=2), "b")
    assert proof_seal("h", [one, two]) == proof_seal("h", [two, one])
    assert proof_seal("h", [one]) != proof_seal("h", [one, two])
    assert canonical({"b": 1, "a": [1.5, "é"]}) == '{"a":[1.5,"\\u00e9"],"b":1}'


@pytest.mark.parametrize("content", [b"", b"GIF89a" + b"0" * 50, b"%PDF-1.7", b"\xff\xd8\xff\xe0"])
def test_what_is_no_picture_of_ours_is_told(content: bytes) -> None:
    with pytest.raises(PictureUnfit) as unfit:
        clean_picture(content)
    assert str(unfit.value) in ("no_picture", "broken")


def test_a_large_picture_is_shown_small_and_a_signature_is_drawn() -> None:
    clean = clean_picture(photo(5000, 4000))
    assert clean.media_type == "image/jpeg"
    assert len(clean.shown) < 200_000
    assert draw_signature([]) is None
    assert draw_signature([[]]) is None
    drawn = draw_signature([[(5, 5, 0)], [(1, 1, 0), (1e5, -1e5, 9)]])
    assert drawn is not None
    assert drawn.startswith(b"\x89PNG")
