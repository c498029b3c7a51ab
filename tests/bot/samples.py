"""Sample values for screens: plain ones a reader can follow, and the worst that could ever be shown."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from core.approvals.types import Approval, ApprovalState, SubjectKind, TriggerKind
from core.credit.types import CreditOutcome, CreditStanding, CreditVerdict, Late
from core.credit.use_cases.show_credit import CreditView
from core.dealers.types import ShipTo
from core.intake.types import AskWhy
from core.kernel.ids import ApprovalId, DealerId, DraftId, LineId, OrderId, PersonId, ProductId
from core.kernel.reasons import Reason
from core.orders.types import (
    LineState,
    Order,
    OrderLine,
    OrderState,
    OrderStep,
    OrderSummary,
    ProductChoice,
    Quote,
    QuoteLine,
)
from core.orders.use_cases.answer_product import ProductAnswer
from core.orders.use_cases.show_approvals import ApprovalCard
from core.pricing.types import (
    EarlyPayment,
    FreeItem,
    Hint,
    HintKind,
    OrderDiscount,
    Terms,
)
from core.stock.types import Light, LineAvailability
from tests.bot.sample_receipts import receipt as receipt
from tests.bot.sample_values import AT as AT
from tests.bot.sample_values import COKE as COKE
from tests.bot.sample_values import DAY as DAY
from tests.bot.sample_values import NASTY as NASTY
from tests.bot.sample_values import USD as USD
from tests.bot.sample_values import uid as uid
from tests.bot.sample_values import unit_usd as unit_usd
from tests.bot.sample_values import usd as usd


def available(light: Light, left: int = 0) -> LineAvailability:
    later = light is not Light.GREEN
    return LineAvailability(
        LineId(uid(1)),
        light,
        left,
        DAY if light is not Light.RED else None,
        DAY if later else None,
    )


def ready_line(position: int = 1, name: str = COKE, **changes: Any) -> QuoteLine:
    """10 cases of 24 at $0.80 each, list price $1.00."""
    line = QuoteLine(
        position=position,
        state=LineState.READY,
        raw="10 case coke 330",
        phrase="coke 330",
        product_id=ProductId(uid(position)),
        sku=f"SKU-{position:05}",
        name=name,
        unit="case",
        unit_quantity=Decimal(10),
        quantity=240,
        packs={"each": 1, "case": 24},
        order_multiple=1,
        remark=None,
        unit_price=unit_usd("0.80"),
        list_price=unit_usd("1.00"),
        total=usd("192.00"),
        saving=usd("48.00"),
        availability=available(Light.GREEN, 5000),
    )
    return replace(line, **changes)


def worst_line(position: int) -> QuoteLine:
    """Every remark a line can carry at once, around the longest figures."""
    return ready_line(
        position,
        NASTY[position % len(NASTY)],
        unit="handful",
        unit_quantity=Decimal("123456.125"),
        quantity=999_999_999,
        unit_price=unit_usd("1234567.123456"),
        list_price=unit_usd("2234567.123456"),
        total=usd("1234567890.12"),
        saving=usd("234567890.12"),
        availability=available(Light.RED, 999_999_998),
        remark="🧊 bitte & <schnell> " * 20,
    )


def asked_line(why: AskWhy, name: str = COKE, **changes: Any) -> QuoteLine:
    """A line whose product is known and that waits for an answer."""
    line = ready_line(
        2,
        name,
        state=LineState.ASK,
        unit_quantity=None,
        quantity=None,
        total=None,
        saving=None,
        unit_price=None,
        availability=None,
        questions=(why,),
        habit=48,
        typed_quantity=Decimal(1000),
        typed_quantity_max=Decimal(1200),
        typed_unit="case",
        order_multiple=6,
    )
    return replace(line, **changes)


def choices(names: tuple[str, ...]) -> tuple[ProductChoice, ...]:
    return tuple(
        ProductChoice(ProductId(uid(at)), f"SKU-{at:05}", name, unit_usd("1234.5678") if at % 2 else None)
        for at, name in enumerate(names)
    )


def verdict(outcome: CreditOutcome = CreditOutcome.APPROVE, fits: str = "3200.00") -> CreditVerdict:
    return CreditVerdict(
        outcome=outcome,
        amount=usd("192.00"),
        exposure_before=usd("1000.00"),
        exposure_after=usd("1192.00"),
        available_after=usd("3808.00"),
        fits=usd(fits),
        pay_to_free=usd("0.00"),
        pay_to_unblock=usd("0.00"),
        why=(),
    )


def quote(*lines: QuoteLine, **changes: Any) -> Quote:
    """A plain quote: nothing in the way, shipping free."""
    value = Quote(
        draft_id=DraftId(uid(7)),
        version=3,
        dealer_name="Corner Shop",
        currency=USD,
        lines=lines,
        subtotal=usd("192.00"),
        discounts=(),
        free_items=(),
        shipping=usd("0.00"),
        total=usd("192.00"),
        saving=usd("48.00"),
        hints=(),
        terms=Terms(30, None),
        credit=verdict(),
        promised_on=DAY,
        wished_on=None,
        ship_to=None,
        ship_tos=1,
        note=None,
        coupon=None,
        coupon_refused=None,
        repeat_of=None,
        blockers=(),
        seen="0123abcd",
    )
    return replace(value, **changes)


def place(number: int, name: str = "Main store") -> ShipTo:
    return ShipTo(uid(number), f"S{number}", name, "1 High Street", "Los Angeles", "US-CA")


HINTS = (
    Hint(HintKind.SPEND_AND_SAVE, "p1", "Spend", 9000, missing=usd("8.00"), off=usd("20.00")),
    Hint(HintKind.FREE_SHIPPING, "s1", "Shipping", 9000, missing=usd("8.00"), off=usd("15.00")),
    Hint(
        HintKind.QUANTITY_BREAK,
        "b1",
        "Break",
        9000,
        ProductId(uid(1)),
        pieces=1,
        unit_price=unit_usd("0.7525"),
    ),
    Hint(HintKind.BUY_AND_GET, "g1", "Gift", 9000, ProductId(uid(99)), pieces=12, free_pieces=1),
)


def all_blockers(numbers: int) -> tuple[Reason, ...]:
    lines = list(range(1, numbers + 1))
    return (
        Reason("order.unclear", {"count": numbers, "lines": lines}),
        Reason("order.product_gone", {"lines": lines}),
        Reason("order.no_price", {"lines": lines}),
        Reason("order.stock_short", {"lines": lines}),
        Reason("order.below_minimum", {"minimum": usd("500.00"), "missing": usd("308.00")}),
        Reason("order.credit_refused", {"fits": usd("0.00")}),
        Reason("order.overdue", {"overdue": usd("30000.00")}),
    )


def worst_quote(count: int) -> Quote:
    """Everything that can stand on a card stands on this one, as long as it can be."""
    lines = [worst_line(position) for position in range(1, count + 1)]
    lines[0] = asked_line(AskWhy.QUANTITY_UNUSUAL, NASTY[4], position=1, raw=NASTY[0] * 20)
    return quote(
        *lines,
        dealer_name=NASTY[4],
        discounts=tuple(OrderDiscount(f"p{at}", NASTY[at % 6], usd("123456.78")) for at in range(8)),
        free_items=tuple(
            FreeItem(ProductId(uid(at)), "SKU-" + "9" * 40, 99_999, f"p{at}", NASTY[at % 6], None)
            for at in range(8)
        ),
        shipping=usd("1234.56"),
        total=usd("9876543210.12"),
        hints=HINTS,
        terms=Terms(60, EarlyPayment(200, 10, usd("1234.56"))),
        wished_on=DAY,
        ship_to=place(1, NASTY[4]),
        ship_tos=3,
        note=NASTY[0] * 30,
        coupon="SUMMER&<b>" * 10,
        coupon_refused=Reason("pricing.coupon_expired"),
        repeat_of="B2B-2025-7891",
        # What is overdue for too long stands instead of what credit would allow, never beside it.
        blockers=all_blockers(count)[:-1],
        gifts_gone=tuple(
            FreeItem(ProductId(uid(at)), "SKU-" + "9" * 40, 99_999, f"p{at}", NASTY[at % 6], None)
            for at in range(8)
        ),
    )


def standing(limit: str, balance: str = "1000.00", held: str = "200.00", **more: str) -> CreditStanding:
    return CreditStanding(
        limit=usd(limit),
        open_balance=usd(balance),
        held=usd(held),
        pending=usd(more.get("pending", "0.00")),
        unapplied=usd("0.00"),
        late=(Late(int(more["days"]), usd(more["overdue"])),) if "overdue" in more else (),
    )


CREDITS = {
    "fine": CreditView(standing("5000.00"), verdict()),
    "review": CreditView(standing("5000.00", pending="300.00"), verdict(CreditOutcome.REVIEW, "0.00")),
    "overdue": CreditView(
        standing("5000.00", overdue="400.00", days="1"), verdict(CreditOutcome.REFUSE, "0.00")
    ),
    "long overdue": CreditView(
        standing("5000.00", balance="9000.00", overdue="400.00", days="75"),
        verdict(CreditOutcome.REFUSE, "0.00"),
    ),
    "no limit": CreditView(standing("0.00", "0.00", "0.00"), verdict(CreditOutcome.REVIEW, "0.00")),
}


def order(count: int = 1, *, worst: bool = False, **changes: Any) -> Order:
    lines = tuple(
        OrderLine(
            position=position,
            product_id=ProductId(uid(position)),
            sku=f"SKU-{position:05}",
            name=NASTY[position % len(NASTY)] if worst else COKE,
            unit="handful" if worst else "case",
            unit_quantity=Decimal("123456.125") if worst else Decimal(10),
            quantity=240,
            unit_price=unit_usd("0.80"),
            total=usd("1234567890.12") if worst else usd("192.00"),
            remark=None,
        )
        for position in range(1, count + 1)
    )
    value = Order(
        id=OrderId(uid(5)),
        number="B2B-2025-7891",
        dealer_id=DealerId(uid(6)),
        dealer_name=NASTY[4] if worst else "Corner Shop",
        person_name=NASTY[0] if worst else "Ana",
        state=OrderState.IN_REVIEW,
        version=1,
        subtotal=usd("192.00"),
        discount=usd("10.00"),
        shipping=usd("15.00"),
        total=usd("197.00"),
        placed_at=AT,
        promised_on=DAY,
        wished_on=None,
        note=NASTY[0] * 30 if worst else None,
        lines=lines,
        steps=(
            OrderStep(OrderState.IN_REVIEW, AT),
            OrderStep(OrderState.DECLINED, AT, NASTY[0] * 30 if worst else "credit"),
        ),
    )
    return replace(value, **changes)


def summaries(count: int) -> tuple[OrderSummary, ...]:
    states = tuple(OrderState)
    return tuple(
        OrderSummary(
            OrderId(uid(at)),
            f"B2B-2025-{at:04}",
            states[at % len(states)],
            AT,
            usd("1234567.89"),
            3,
            DAY,
        )
        for at in range(count)
    )


def approval_card(
    state: ApprovalState = ApprovalState.OPEN,
    outcome: CreditOutcome = CreditOutcome.REVIEW,
    count: int = 1,
    *,
    worst: bool = False,
    reason: str | None = None,
) -> ApprovalCard:
    is_open = state is ApprovalState.OPEN
    kinds = tuple(
        kind
        for kind in TriggerKind
        if kind
        not in (
            TriggerKind.TIER_MOVE,
            TriggerKind.APPLICATION,
            TriggerKind.RETURNED_GOODS,
            TriggerKind.PRICE_PROTECTION,
        )
    )
    approval = Approval(
        id=ApprovalId(uid(8)),
        kind=SubjectKind.ORDER,
        subject_id=uid(5),
        label="B2B-2025-7891",
        dealer_id=DealerId(uid(6)),
        region="west",
        tier="gold",
        amount=usd("197.00"),
        triggers=kinds if worst else kinds[:1],
        requested_by=None,
        rep_id=PersonId(uid(9)),
        state=state,
        version=1,
        asked_at=AT,
        decided_at=None if is_open else AT,
        decided_by=None if is_open else PersonId(uid(9)),
        decision_reason=reason,
    )
    account = standing("1000.00", "700.00", "100.00", overdue="50.00", days="3")
    judged = replace(verdict(outcome), exposure_after=usd("997.00"))
    return ApprovalCard(
        approval=approval,
        order=order(count, worst=worst),
        standing=account,
        verdict=judged,
        decided_by=None if is_open else "Rita", may_decide=is_open,
        is_allowed=outcome is not CreditOutcome.REFUSE, fits=None, offer=None, restricted=(),
        margin=None, names={},
    )  # fmt: skip


def answers(count: int) -> tuple[ProductAnswer, ...]:
    lights = tuple(Light)
    return tuple(
        ProductAnswer(
            ProductId(uid(at)),
            f"SKU-{at:05}",
            NASTY[at % len(NASTY)],
            "each",
            unit_usd("1234.5678") if at % 3 else None,
            None,
            available(lights[at % 3], 12),
        )
        for at in range(count)
    )
