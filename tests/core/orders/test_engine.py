"""What a message does to the lines of a draft (A5, F1)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from core.intake.types import Action, AskWhy, Decision, ReadLine
from core.orders.engine import Edited, apply_lines, content_digest, known_line, with_quantity
from core.orders.types import DraftLine, LineState
from tests.core.orders.lines import COKE, NAILS, PACKS, SPRITE, content, drafted, ids, said

ADD, CHANGE, INCREASE, DECREASE, MULTIPLY, REMOVE, REPLACE = Action


def apply(lines: list[DraftLine], *read: ReadLine) -> Edited:
    return apply_lines(lines, read, PACKS, ids())


def codes(edited: Edited) -> list[str]:
    return [reason.code for reason in edited.said]


def test_new_products_become_new_lines_in_the_order_typed() -> None:
    edited = apply([], said(ADD, COKE, "10", "case"), said(ADD, SPRITE, "5", "each"))
    assert content(edited.lines) == [(COKE, "10", "case", 240), (SPRITE, "5", "each", 5)]
    assert [line.state for line in edited.lines] == [LineState.READY, LineState.READY]
    assert edited.said == ()


def test_a_second_mention_in_the_same_unit_adds_to_the_line_and_says_so() -> None:
    edited = apply([drafted(1, COKE, "10")], said(ADD, COKE, "5", "case"))
    assert content(edited.lines) == [(COKE, "15", "case", 360)]
    assert [(reason.code, reason.params) for reason in edited.said] == [
        ("draft.added_to_line", {"line": 1, "quantity": "15"})
    ]


def test_two_items_on_one_message_never_mix_their_counts() -> None:
    edited = apply(
        [], said(ADD, COKE, "2", "case"), said(ADD, SPRITE, "3", "case"), said(ADD, COKE, "4", "case")
    )
    assert content(edited.lines) == [(COKE, "6", "case", 144), (SPRITE, "3", "case", 72)]


@pytest.mark.parametrize(("unit", "remark"), [("each", None), ("case", "no sleeve")])
def test_another_unit_or_remark_makes_a_line_of_its_own(unit: str, remark: str | None) -> None:
    edited = apply([drafted(1, COKE, "10")], replace(said(ADD, COKE, "5", unit), remark=remark))
    assert len(edited.lines) == 2
    assert content(edited.lines)[0] == (COKE, "10", "case", 240)


def test_a_line_that_waits_is_not_added_to() -> None:
    waiting = drafted(1, COKE, "10", state=LineState.ASK, questions=(AskWhy.QUANTITY_UNUSUAL,))
    edited = apply([waiting], said(ADD, COKE, "5", "case"))
    assert [line.state for line in edited.lines] == [LineState.ASK, LineState.READY]


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        (said(CHANGE, COKE, "12"), (COKE, "12", "case", 288)),  # keeps the line's unit
        (said(CHANGE, COKE, "12", "each"), (COKE, "12", "each", 12)),
        (said(CHANGE, None, "3", number=1), (COKE, "3", "case", 72)),
        (said(INCREASE, COKE, "3"), (COKE, "13", "case", 312)),
        (said(INCREASE, COKE, "3", "case"), (COKE, "13", "case", 312)),
        (said(DECREASE, COKE, "3"), (COKE, "7", "case", 168)),
        (said(INCREASE, None, "1", number=1), (COKE, "11", "case", 264)),
        (said(MULTIPLY, COKE, "2"), (COKE, "20", "case", 480)),
        (said(MULTIPLY, COKE, "0.5"), (COKE, "5", "case", 120)),
    ],
)
def test_a_line_is_changed_by_its_product_or_its_number(read: ReadLine, expected: tuple[object, ...]) -> None:
    edited = apply([drafted(1, COKE, "10"), drafted(2, SPRITE, "1")], read)
    assert content(edited.lines) == [expected, (SPRITE, "1", "case", 24)]
    assert edited.said == ()


@pytest.mark.parametrize(
    "read",
    [
        said(REMOVE, COKE),
        said(REMOVE, number=1),
        said(CHANGE, COKE, "0"),
        said(DECREASE, COKE, "10"),
        said(DECREASE, COKE, "11"),
    ],
)
def test_a_line_goes_when_it_is_dropped_or_nothing_of_it_is_left(read: ReadLine) -> None:
    edited = apply([drafted(1, COKE, "10"), drafted(2, SPRITE, "1")], read)
    assert content(edited.lines) == [(SPRITE, "1", "case", 24)]
    assert edited.said == ()


def test_line_numbers_mean_the_draft_as_the_writer_saw_it() -> None:
    lines = [drafted(1, COKE, "1"), drafted(2, SPRITE, "2"), drafted(3, NAILS, "3", "kg")]
    edited = apply(lines, said(REMOVE, number=1), said(REMOVE, number=2), said(CHANGE, None, "9", number=3))
    assert content(edited.lines) == [(NAILS, "9", "kg", 9000)]


def test_a_number_that_was_just_dropped_is_no_line_any_more() -> None:
    edited = apply(
        [drafted(1, COKE, "1"), drafted(2, SPRITE, "2")], said(REMOVE, number=1), said(REMOVE, number=1)
    )
    assert content(edited.lines) == [(SPRITE, "2", "case", 48)]
    assert codes(edited) == ["draft.no_such_line"]


@pytest.mark.parametrize(
    ("read", "code"),
    [
        (said(CHANGE, SPRITE, "3", phrase="sprite"), "draft.no_such_line"),
        (said(REMOVE, SPRITE, phrase="sprite"), "draft.no_such_line"),
        (said(REMOVE, number=2), "draft.no_such_line"),
        (said(CHANGE, None, "3", phrase="unicorn"), "draft.no_such_line"),
        (said(CHANGE, COKE), "draft.how_many"),
        (said(INCREASE, COKE), "draft.how_many"),
        (said(INCREASE, COKE, "3", "each"), "draft.other_unit"),
        (said(DECREASE, COKE, "3", "each"), "draft.other_unit"),
        (said(CHANGE, COKE, "3", "pallet"), "draft.unit_unknown"),
        (said(CHANGE, COKE, "0.3"), "draft.unit_unknown"),
    ],
)
def test_what_cannot_be_done_changes_nothing_and_is_told(read: ReadLine, code: str) -> None:
    before = [drafted(1, COKE, "10")]
    edited = apply(before, read)
    assert edited.lines == tuple(before)
    assert codes(edited) == [code]


def test_a_line_not_found_can_be_dropped_by_the_words_it_was_typed_with() -> None:
    lost = drafted(1, None, None, None, state=LineState.NOT_FOUND, phrase="Unicorn Horn")
    assert apply([lost], said(REMOVE, phrase="unicorn horn")).lines == ()


def test_an_empty_phrase_matches_no_line() -> None:
    before = [drafted(1, COKE, "10")]
    assert apply(before, said(REMOVE)).lines == tuple(before)


def test_what_was_not_found_stays_as_a_line_that_waits() -> None:
    edited = apply([], said(ADD, phrase="unicorn horn"))
    (line,) = edited.lines
    assert (line.state, line.phrase, line.product_id, line.quantity) == (
        LineState.NOT_FOUND,
        "unicorn horn",
        None,
        None,
    )


def test_a_product_off_the_dealers_list_is_named_as_such() -> None:
    edited = apply([], said(ADD, phrase="coke", off_list=COKE))
    assert edited.lines[0].questions == (AskWhy.NOT_ON_LIST,)
    assert edited.lines[0].product_id is None


@pytest.mark.parametrize(
    "unclear",
    [
        said(ADD, COKE, "10", "case", decision=Decision.ASK, questions=(AskWhy.QUANTITY_UNUSUAL,)),
        said(ADD, COKE, decision=Decision.ASK, questions=(AskWhy.QUANTITY_MISSING,)),
        said(ADD, COKE, "3", "pallet", quantity=None, questions=(AskWhy.UNIT_UNKNOWN,)),
        said(ADD, COKE, "0", "case", quantity=0),
        said(
            ADD,
            None,
            "10",
            decision=Decision.ASK,
            candidates=(COKE, SPRITE),
            questions=(AskWhy.WHICH_PRODUCT,),
        ),
    ],
)
def test_a_line_is_ready_only_with_product_and_quantity_settled(unclear: ReadLine) -> None:
    (line,) = apply([], unclear).lines
    assert line.state is LineState.ASK


def test_a_weight_is_converted_to_grams_exactly() -> None:
    changed = with_quantity(drafted(1, NAILS, "1", "kg"), Decimal("2.5"), PACKS)
    assert (changed.quantity, changed.state) == (2500, LineState.READY)
    torn = with_quantity(drafted(1, NAILS, "1", "kg"), Decimal("0.0001"), PACKS)
    assert (torn.quantity, torn.state) == (None, LineState.ASK)


def test_off_the_order_multiple_is_asked_and_on_it_is_ready_again() -> None:
    line = drafted(1, COKE, "10", "each")
    off = with_quantity(line, Decimal(7), PACKS, 6)
    assert (off.state, off.questions, off.quantity) == (LineState.ASK, (AskWhy.QUANTITY_MULTIPLE,), 7)
    on = with_quantity(off, Decimal(12), PACKS, 6)
    assert (on.state, on.questions, on.quantity) == (LineState.READY, (), 12)


def test_a_number_answers_questions_about_quantity_and_no_others() -> None:
    line = drafted(1, COKE, None, state=LineState.ASK, questions=(AskWhy.QUANTITY_VAGUE, AskWhy.NOT_ON_LIST))
    answered = with_quantity(line, Decimal(2), PACKS)
    assert (answered.state, answered.questions) == (LineState.ASK, (AskWhy.NOT_ON_LIST,))


def test_a_line_bought_before_is_ready_with_the_quantity_it_had() -> None:
    line = known_line(ids()(), COKE, 240, "case", Decimal(10), "")
    assert (line.state, line.quantity, line.unit, line.reading.quantity) == (
        LineState.READY,
        240,
        "case",
        Decimal(10),
    )


def test_the_digest_is_of_products_and_quantities_whatever_their_order_or_split() -> None:
    one = content_digest([(COKE, 240), (SPRITE, 24)])
    assert one == content_digest([(SPRITE, 24), (COKE, 100), (COKE, 140)])
    assert one != content_digest([(COKE, 241), (SPRITE, 24)])
    assert one != content_digest([(COKE, 24), (SPRITE, 240)])
    assert len(one) == 64


@pytest.mark.parametrize(
    ("read", "quantity"),
    [
        (said(CHANGE, COKE, "7"), 7),  # "make the coke 7"
        (said(INCREASE, COKE, "1"), 13),
        (said(DECREASE, COKE, "1"), 11),
        (said(ADD, COKE, "1", "each"), 13),
    ],
)
def test_a_change_in_words_off_the_order_multiple_is_asked_and_not_booked(
    read: ReadLine, quantity: int
) -> None:
    edited = apply_lines([drafted(1, COKE, "12", "each")], [read], PACKS, ids(), {COKE: 6})
    (line,) = edited.lines
    assert (line.state, line.questions, line.quantity) == (
        LineState.ASK,
        (AskWhy.QUANTITY_MULTIPLE,),
        quantity,
    )


@pytest.mark.parametrize("amount", ["1000000000", "99999999999", "1E+30", "2.0000000000000000000000000"])
def test_a_quantity_beyond_what_can_be_booked_is_asked(amount: str) -> None:
    line = with_quantity(drafted(1, COKE, "10"), Decimal(amount), PACKS)
    assert (line.state, line.questions, line.quantity, line.unit_quantity) == (
        LineState.ASK,
        (AskWhy.QUANTITY_INVALID,),
        None,
        None,
    )
    (fresh,) = apply([], said(ADD, COKE, amount, "case")).lines
    assert (fresh.state, fresh.questions, fresh.quantity, fresh.unit_quantity) == (
        LineState.ASK,
        (AskWhy.QUANTITY_INVALID,),
        None,
        None,
    )


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-3", "0"])
def test_what_is_no_number_of_pieces_is_asked(amount: str) -> None:
    line = with_quantity(drafted(1, COKE, "10"), Decimal(amount), PACKS)
    assert (line.state, line.quantity) == (LineState.ASK, None)
