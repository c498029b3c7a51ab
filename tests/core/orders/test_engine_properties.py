"""What holds for every draft and every message."""

from collections import Counter
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from core.intake.types import Action, ReadLine
from core.kernel.ids import ProductId
from core.orders.engine import MOST_PIECES, apply_lines, content_digest
from core.orders.types import DraftLine, LineState
from tests.core.orders.lines import COKE, NAILS, PACKS, SPRITE, ids, said

amounts = st.one_of(
    st.integers(0, 50).map(str), st.sampled_from(["0.5", "2.25", "1E+3", "999999999999", "-3", "0.0001"])
)
reads = st.builds(
    lambda action, product, amount, unit, number: said(
        action, None if number else product, amount, unit, number=number, phrase="it"
    ),
    st.sampled_from(list(Action)),
    st.sampled_from([COKE, SPRITE, NAILS]),
    st.one_of(st.none(), amounts),
    st.sampled_from([None, "each", "case", "kg", "pallet"]),
    st.one_of(st.none(), st.integers(1, 5)),
)
messages = st.lists(reads, max_size=6)
MULTIPLES = {COKE: 6}


def run(*spoken: list[ReadLine]) -> tuple[DraftLine, ...]:
    lines: tuple[DraftLine, ...] = ()
    new_id = ids()
    for message in spoken:
        lines = apply_lines(lines, message, PACKS, new_id, MULTIPLES).lines
    return lines


@settings(derandomize=True, max_examples=400)
@given(st.lists(messages, max_size=4))
def test_a_changed_line_is_ready_only_with_a_bookable_quantity(spoken: list[list[ReadLine]]) -> None:
    for line in run(*spoken):
        if line.state is not LineState.READY:
            continue
        assert line.product_id is not None
        assert line.quantity is not None
        assert 0 < line.quantity <= MOST_PIECES
        assert not line.questions


@settings(derandomize=True, max_examples=200)
@given(st.lists(messages, max_size=4))
def test_lines_keep_their_ids_apart_and_the_same_words_give_the_same_draft(
    spoken: list[list[ReadLine]],
) -> None:
    lines = run(*spoken)
    assert len({line.id for line in lines}) == len(lines)
    assert run(*spoken) == lines


wholes = st.lists(
    st.tuples(st.sampled_from([SPRITE, NAILS]), st.integers(1, 99), st.sampled_from(["each", "case"])),
    max_size=8,
)


@settings(derandomize=True, max_examples=200)
@given(wholes)
def test_whatever_is_added_adds_up_by_product_and_unit(wanted: list[tuple[ProductId, int, str]]) -> None:
    spoken = [said(Action.ADD, product, str(amount), unit) for product, amount, unit in wanted]
    packs = {product: {"each": 1, "case": 24} for product in (SPRITE, NAILS)}
    lines = apply_lines((), spoken, packs, ids()).lines
    expected: Counter[tuple[ProductId, str]] = Counter()
    for product, amount, unit in wanted:
        expected[product, unit] += amount
    assert {(line.product_id, line.unit): line.unit_quantity for line in lines} == {
        key: Decimal(amount) for key, amount in expected.items()
    }
    assert len(lines) == len(expected)


@settings(derandomize=True, max_examples=100)
@given(st.lists(st.tuples(st.sampled_from([COKE, SPRITE, NAILS]), st.integers(1, 500)), max_size=8))
def test_the_digest_hangs_on_what_is_ordered_and_not_on_how_it_was_typed(
    lines: list[tuple[ProductId, int]],
) -> None:
    assert content_digest(lines) == content_digest(lines[::-1])
    doubled = content_digest([*lines, *lines])
    assert (doubled == content_digest(lines)) == (not lines)
