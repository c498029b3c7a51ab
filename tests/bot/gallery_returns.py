"""Screens of returns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from bot.dealer.returns.screens import (
    choose_order_screen,
    decide_screen,
    draft_screen,
    expected_screen,
    quantity_screen,
    reason_screen,
    receive_screen,
    return_screen,
)
from bot.screen import Screen
from core.approvals.types import TIME_OVER, ApprovalState, SubjectKind
from core.i18n.phrases import Say
from core.kernel.ids import DealerId, LineId, OrderId, PersonId, ProductId
from core.kernel.money import Money
from core.returns.types import Outcome, Return, ReturnLine, ReturnReason, ReturnState
from core.returns.use_cases.decide_return import ReturnCard
from tests.bot import samples as s

Sample = tuple[str, Callable[[Say], Screen]]


def goods(count: int, **more: int) -> tuple[ReturnLine, ...]:
    """So many lines, each of a product with a nasty name."""
    return tuple(
        ReturnLine(
            at, LineId(s.uid(at)), ProductId(s.uid(at)), "SKU", s.NASTY[at % len(s.NASTY)], "piece", 12, 999,
            **more,
        )
        for at in range(1, count + 1)
    )  # fmt: skip


def back(state: ReturnState, count: int = 3, **more: Any) -> Return:
    one = Return(
        s.uid(70), "RMA-2025-3", DealerId(s.uid(6)), s.NASTY[0], PersonId(s.uid(7)), OrderId(s.uid(5)),
        "B2B-2025-7891", "INV-2025-1", state, 4, ReturnReason.DAMAGED, "", Money(123_456, "USD"),
        goods(count), 2, s.AT,
    )  # fmt: skip
    return replace(one, **more)


def return_samples() -> Iterator[Sample]:
    draft = back(ReturnState.DRAFT, 40, number=None)
    empty = replace(
        draft, lines=tuple(replace(one, quantity=0) for one in draft.lines), reason=None, photos=0
    )
    yield "return draft", partial(draft_screen, draft)
    yield "return draft, fee", partial(draft_screen, replace(draft, fee=Money(1_500, "USD")))
    came = tuple(replace(one, good=1) for one in goods(2))
    nothing_left = back(ReturnState.DONE, lines=came, fee=Money(1_500, "USD"), outcome=Outcome.FETCH)
    yield "return that its fee ate", partial(return_screen, nothing_left)
    yield "return draft, empty", partial(draft_screen, empty)
    yield "return quantity", partial(quantity_screen, draft, draft.lines[0])
    yield "return reason", partial(reason_screen, draft)
    came = goods(3, good=5, damaged=4)
    ends = {
        "asked": back(ReturnState.ASKED),
        "expected": back(ReturnState.EXPECTED),
        "declined": back(ReturnState.DECLINED, decided_why=s.NASTY[0]),
        "declined by the clock": back(ReturnState.DECLINED, decided_why=TIME_OVER),
        "kept": back(ReturnState.DONE, outcome=Outcome.KEEP, credit_note="CN-2025-1"),
        "came": back(ReturnState.DONE, outcome=Outcome.FETCH, credit_note="CN-2025-1", lines=came),
        "nothing came": back(ReturnState.DONE, outcome=Outcome.FETCH, lines=goods(3, good=0, damaged=0)),
    }
    for name, one in ends.items():
        yield f"return {name}", partial(return_screen, one)
        yield f"return at the store {name}", partial(receive_screen, one)
        for state in ApprovalState:
            approval = replace(s.approval_card(state).approval, kind=SubjectKind.RETURN)
            card = ReturnCard(approval, one, True, {})
            yield f"return to decide {name} {state}", partial(decide_screen, card, notice="⚠️")
    many = tuple(back(ReturnState.EXPECTED, id=s.uid(100 + at)) for at in range(50))
    yield "returns expected", partial(expected_screen, many)
    yield "no returns expected", partial(expected_screen, ())
    yield "returns, no orders", partial(choose_order_screen, (), tuple(ends.values()))
    yield "returns", partial(choose_order_screen, s.summaries(8), ())
