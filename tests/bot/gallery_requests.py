"""Samples of what waits for a decision: cards with all that can stand on them, plans, lists, prices."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from bot.dealer.requests.screens import (
    cancel_screen,
    offer_card,
    question_screen,
    quotation_screen,
    quotations_screen,
    request_screen,
    waiting_part,
)
from bot.notices.screens import counter_answered_notice, deputy_notice, offer_closed_notice
from bot.screen import Screen, short_id
from bot.staff.approvals import callbacks as tap
from bot.staff.approvals.callbacks import ListTap
from bot.staff.approvals.list_screens import narrowing_screen, waiting_screen
from bot.staff.approvals.plan_screens import (
    bulk_done_screen,
    bulk_screen,
    offer_line_screen,
    offer_screen,
    part_screen,
)
from bot.staff.approvals.plans import BULK, COUNTER, PART, Plan
from bot.staff.approvals.price_screens import price_reasons_screen, price_screen
from bot.staff.approvals.screens import Account, approval_screen
from core.approvals.types import (
    ApprovalState,
    EndAction,
    Level,
    Note,
    Step,
    StepState,
    SubjectKind,
    TriggerKind,
)
from core.approvals.use_cases.list_waiting_approvals import Waiting, WaitingList
from core.billing.types import Ageing
from core.credit.types import CreditOutcome
from core.i18n.phrases import Say
from core.kernel.ids import ApprovalId, DealerId, LineId, PersonId, ProductId
from core.orders.offer_types import CounterOffer, OfferedLine, OfferState
from core.orders.quotation_types import PriceRequest, PriceRequestState, Quotation, QuotationLine
from core.orders.split_types import FreightChange, Part, PartLine, Split
from core.orders.types import Order
from core.orders.use_cases.decide_order import DecidedOne
from core.orders.use_cases.decide_price_request import PriceRequestCard
from core.orders.use_cases.preview_decision import Choice, ChoiceLine
from core.orders.use_cases.send_what_fits import WaysOut
from core.orders.use_cases.show_approvals import Margin
from tests.bot import samples as s
from tests.core.billing.documents import samples as d

Draw = Callable[[Say], Screen]
ORDER_TRIGGERS = set(TriggerKind) - {
    TriggerKind.TIER_MOVE,
    TriggerKind.APPLICATION,
    TriggerKind.RETURNED_GOODS,
    TriggerKind.PRICE_PROTECTION,
}
PEOPLE = {PersonId(s.uid(at)): name for at, name in enumerate(("Rita", s.NASTY[0], "Dora"), start=30)}


def _of(screen: Callable[..., Screen], *values: Any, **more: Any) -> Draw:
    return lambda say: screen(*values, say, **more)


def _steps() -> tuple[Step, ...]:
    people = tuple(PEOPLE)
    states = (StepState.PASSED, StepState.OPEN, StepState.WAITING)
    return tuple(
        Step(
            id=s.uid(40 + at),
            position=at + 1,
            level=tuple(Level)[at],
            state=state,
            people=(people[at],),
            triggers=(TriggerKind.SOFT_LIMIT,),
            hours=4,
            at_end=EndAction.ESCALATE,
            due_at=s.AT + timedelta(hours=4),
            decided_by=people[at] if state is StepState.PASSED else None,
        )
        for at, state in enumerate(states)
    )


def _offer(order: Order, *, note: str | None = None) -> CounterOffer:
    lines = tuple(
        OfferedLine(line.line_id, quantity, s.unit_usd("0.75"))
        for line, quantity in zip(order.lines, (120, 0, 240), strict=False)
        if line.line_id is not None
    )
    return CounterOffer(
        id=s.uid(50),
        order_id=order.id,
        dealer_id=order.dealer_id,
        approval_id=ApprovalId(s.uid(8)),
        state=OfferState.OPEN,
        lines=lines,
        total=s.usd("150.00"),
        note=note,
        made_by=PersonId(s.uid(30)),
        expires_at=s.AT,
    )


def _order(count: int = 3, *, worst: bool = False) -> Order:
    order = s.order(count, worst=worst)
    lines = tuple(replace(line, line_id=LineId(s.uid(100 + at))) for at, line in enumerate(order.lines))
    return replace(order, lines=lines)


def request_samples() -> Iterator[tuple[str, Draw]]:
    """All of them by name."""
    for part in (_cards, _plans, _lists, _prices, _dealer):
        yield from part()


def _cards() -> Iterator[tuple[str, Draw]]:
    order = _order(7, worst=True)
    card = s.approval_card(count=7, worst=True)
    notes = tuple(
        Note(s.uid(60 + at), None, None, is_question, s.NASTY[0] * 40, s.AT)
        for at, is_question in enumerate((True, False))
    )
    part = Part((PartLine(LineId(s.uid(100)), 24, 1000, 0),))
    full = replace(
        card,
        order=order,
        approval=replace(card.approval, steps=_steps(), notes=notes),
        fits=Split(part, part),
        offer=_offer(order),
        restricted=s.NASTY,
        margin=Margin(s.usd("-12.34"), -380),
        names=PEOPLE,
        verdict=replace(card.verdict, pay_to_free=s.usd("3200.00")),
    )
    money = tuple(s.usd(text) for text in ("700.00", "0.00", "50.00", "1.00", "20.00"))
    ageing = Ageing(*money, s.usd("771.00"), s.usd("0.00"))
    nothing = Ageing(*(s.usd("0.00"),) * 6, s.usd("0.00"))
    accounts = {
        "of a long time": Account(ageing, (d.receipt(),) * 3),
        "without a past": Account(nothing, ()),
    }
    for name, account in accounts.items():
        yield f"approval with account {name}", _of(approval_screen, full, account=account)
    unnamed = replace(full, names={}, approval=replace(full.approval, steps=_steps()[1:]))
    yield "approval that nobody is named for", _of(approval_screen, unnamed)


def _choice(count: int, chosen: int, *, rest: str = "100.00") -> Choice:
    card = s.approval_card(count=count)
    lines = tuple(
        ChoiceLine(
            LineId(s.uid(100 + at)),
            s.NASTY[at % 6],
            240,
            24,
            chosen,
            s.unit_usd("0.80"),
            s.unit_usd("0.75" if at % 2 else "0.80"),
        )
        for at in range(count)
    )
    return Choice(
        card.approval, card.order, lines, s.usd("97.00"), s.usd(rest), s.verdict(CreditOutcome.REVIEW)
    )


def _plan(kind: str, **more: Any) -> Plan:
    return Plan(s.uid(70), kind, (ApprovalId(s.uid(8)),), version=3, **more)


def _plans() -> Iterator[tuple[str, Draw]]:
    for count, chosen, rest in ((1, 0, "0.00"), (3, 120, "100.00"), (40, 240, "0.00")):
        choice = _choice(count, chosen, rest=rest)
        yield f"part of {count} lines", _of(part_screen, _plan(PART), choice, page=9, notice="⚠️ !")
        changed = _plan(COUNTER, lines={LineId(s.uid(100)): (chosen, 1)}, note=s.NASTY[0] * 40)
        yield f"offer of {count} lines", _of(offer_screen, changed, choice, notice="⚠️ !")
        yield f"offered line of {count}", _of(offer_line_screen, changed, choice, 0)
    yield "offer of nothing yet", _of(offer_screen, _plan(COUNTER), _choice(1, 240))
    for count in (1, 2, 50):
        for is_yes in (True, False):
            waiting = _waiting(count)
            for subject in (SubjectKind.ORDER, SubjectKind.TIER_MOVE):
                plan = _plan(BULK, is_yes=is_yes, subject=subject)
                yield f"bulk of {count}, {is_yes}, {subject}", _of(bulk_screen, plan, waiting)
    results = tuple(
        DecidedOne(ApprovalId(s.uid(at)), f"B2B-2025-{at}", None, "credit_refused" if at % 2 else None)
        for at in range(50)
    )
    yield "bulk done", _of(bulk_done_screen, _plan(BULK), results)
    yield "bulk of tiers done", _of(bulk_done_screen, _plan(BULK, subject=SubjectKind.TIER_MOVE), results)


def _waiting(count: int, kind: SubjectKind = SubjectKind.ORDER) -> tuple[Waiting, ...]:
    approval = replace(s.approval_card().approval, kind=kind)
    return tuple(
        Waiting(replace(approval, id=ApprovalId(s.uid(200 + at))), s.NASTY[at % 6], at % 2 == 0)
        for at in range(count)
    )


def _lists() -> Iterator[tuple[str, Draw]]:
    kinds = (TriggerKind.SOFT_LIMIT, TriggerKind.OVERDUE)
    regions = {"": 1, "west": 3, s.NASTY[1][:40]: 2}
    for count in (0, 1, 8):
        found = WaitingList(
            _waiting(count),
            count * 3,
            count * 3,
            count,
            count,
            dict.fromkeys(SubjectKind, count),
            dict.fromkeys(kinds, 2),
            regions,
        )
        for by in ("", tap.MINE, tap.OLD, tap.BY_REASON, tap.BY_REGION, tap.PRICES, tap.TIERS):
            yield f"waiting {count} by {by}", _of(waiting_screen, found, ListTap(by=by, page=1))
        for by in (tap.BY_REASON, tap.BY_REGION):
            yield f"narrowing {count} by {by}", _of(narrowing_screen, found, by)
    for kind, by in ((SubjectKind.PRICE_REQUEST, tap.PRICES), (SubjectKind.TIER_MOVE, tap.TIERS)):
        some = WaitingList(_waiting(3, kind), 3, 3, 3, 0, dict.fromkeys(SubjectKind, 3), {}, {})
        yield f"waiting {kind}", _of(waiting_screen, some, ListTap(by=by))


def _request(state: PriceRequestState = PriceRequestState.OPEN, **more: Any) -> PriceRequest:
    return PriceRequest(
        id=s.uid(80),
        number="P-2025-7",
        dealer_id=DealerId(s.uid(6)),
        dealer_name=s.NASTY[4],
        person_id=PersonId(s.uid(81)),
        person_name=None,
        product_id=ProductId(s.uid(1)),
        sku="COKE-330",
        name=s.NASTY[0],
        unit="case",
        unit_quantity=Decimal("123456.125"),
        quantity=240,
        current=s.unit_usd("0.80"),
        wanted=s.unit_usd("0.7525"),
        state=state,
        asked_at=s.AT,
        **more,
    )


def _prices() -> Iterator[tuple[str, Draw]]:
    for state in (
        ApprovalState.OPEN,
        ApprovalState.APPROVED,
        ApprovalState.DECLINED,
        ApprovalState.WITHDRAWN,
    ):
        is_open = state is ApprovalState.OPEN
        approval = replace(
            s.approval_card(state, reason=None if is_open else "price").approval,
            kind=SubjectKind.PRICE_REQUEST,
            triggers=(TriggerKind.SPECIAL_PRICE, TriggerKind.PRICE_BELOW_FLOOR),
            steps=_steps(),
        )
        cost = None if is_open else s.unit_usd("0.90")
        card = PriceRequestCard(
            approval, _request(agreed=None if is_open else s.unit_usd("0.77")), is_open, cost, 7, PEOPLE
        )
        yield f"price {state}", _of(price_screen, card, notice="⚠️ !")
        yield f"price reasons {state}", _of(price_reasons_screen, card)


def _quotation(count: int, *, used: int = 0, most: int | None = 240) -> Quotation:
    lines = tuple(
        QuotationLine(
            uuid.UUID(int=at + 1),
            at + 1,
            ProductId(s.uid(at + 1)),
            "COKE-330",
            s.NASTY[at % 6],
            "case",
            Decimal("123456.125"),
            240,
            s.unit_usd("0.7525"),
            most,
            used,
        )
        for at in range(count)
    )
    return Quotation(
        s.uid(90), "Q-2025-12", DealerId(s.uid(6)), s.USD, True, s.AT, s.AT + timedelta(days=7), lines
    )


def _dealer() -> Iterator[tuple[str, Draw]]:
    order = _order(3, worst=True)
    offered = replace(order, expected_by=s.AT, question=s.NASTY[0] * 40, offer=_offer(order))
    for name, ways in (
        ("both ways", WaysOut(s.usd("30.00"), 1, s.usd("12.00"))),
        ("no way", WaysOut(None, 0, None)),
        ("everything left", WaysOut(None, 0, s.usd("12.00"), tuple(sorted(ORDER_TRIGGERS)))),
        ("nothing asked", None),
    ):
        yield f"waits, {name}", _of(waiting_part, offered, ways)
        yield f"waits, {name}, for a viewer", _of(waiting_part, offered, ways, may_act=False)
    yield "really cancel", _of(cancel_screen, order, ())
    freight = [FreightChange(f"B2B-2025-{at}", s.usd("0"), s.usd("1234567.89")) for at in range(12)]
    yield "really cancel what went together", _of(cancel_screen, order, freight)
    for note in (None, s.NASTY[0] * 40):
        yield f"offer card {bool(note)}", _of(offer_card, order, _offer(order, note=note))
    yield "question", _of(question_screen, order.number, s.NASTY[0] * 40, short_id(order.id))
    for state in PriceRequestState:
        agreed = (
            s.unit_usd("0.77") if state in (PriceRequestState.GRANTED, PriceRequestState.COUNTERED) else None
        )
        asked = _request(state, agreed=agreed, quotation_id=s.uid(90) if agreed else None)
        yield f"wish {state}", _of(request_screen, asked)
    yield (
        "wish declined, and why",
        _of(request_screen, _request(PriceRequestState.DECLINED, reason=s.NASTY[0])),
    )
    for count, used, most in ((1, 0, None), (1, 200, 240), (1, 240, 240), (40, 0, 240)):
        kept = _quotation(count, used=used, most=most)
        yield f"quotation {count}, {used} of {most}", _of(quotation_screen, kept, notice="📌 !")
        yield f"quotation {count}, {used} of {most}, over", _of(quotation_screen, kept, is_over=True)
    for count in (0, 1, 9):
        yield (
            f"{count} quotations",
            _of(
                quotations_screen, tuple(replace(_quotation(1), id=s.uid(300 + at)) for at in range(count)), 1
            ),
        )
    for outcome in ("taken", "declined", "expired"):
        yield f"counter-offer {outcome}", _of(counter_answered_notice, "B2B-2025-7891/2", outcome)
    yield "offer closed", _of(offer_closed_notice, "B2B-2025-7891")
    yield "deputy", _of(deputy_notice, s.NASTY[0] * 9)
