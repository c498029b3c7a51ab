"""A return as each of those concerned sees it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.dealer.ordering.amounts import amount
from bot.dealer.returns import callbacks as tap
from bot.dealer.returns.callbacks import DecideTap, ReceiveTap, ReturnTap
from bot.screen import Button, Screen, clip, escape, grid, lines, paragraphs, short_id
from bot.staff.approvals.wording import reason_text, step_words
from core.approvals.types import ApprovalState
from core.i18n.phrases import Raw, Say
from core.orders.types import OrderSummary
from core.returns.types import Outcome, Return, ReturnLine, ReturnReason, ReturnState
from core.returns.use_cases.decide_return import ReturnCard

REASONS = tuple(ReturnReason)
PAGE = 20


def choose_order_screen(orders: Sequence[OrderSummary], sent: Sequence[Return], say: Say) -> Screen:
    """Orders that came, the latest first, and below what was asked for before."""
    before = [f"{one.number} · {one.order_number}\n{_state(one, say)}" for one in sent]
    buttons = [Button(one.number, ReturnTap(act=tap.START, key=short_id(one.id)).pack()) for one in orders]
    title = say("return.choose") if orders else say("return.no_orders")
    return Screen(paragraphs(title, *before), grid(buttons, 2))


def page_of(draft: Return, position: int) -> int:
    """The page of the draft that the line at ``position`` stands on."""
    return sum(line.position < position for line in draft.lines) // PAGE


def draft_screen(draft: Return, say: Say, *, page: int = 0) -> Screen:
    """What comes back and why, as far as it is said; a button for each line that may."""
    key = short_id(draft.id)
    pages = max((len(draft.lines) + PAGE - 1) // PAGE, 1)
    page = min(max(page, 0), pages - 1)
    turn = tuple(
        Button(sign, _tap(tap.BACK, key, (page + step) % pages))
        for sign, step in (("‹", -1), ("›", 1))
        if pages > 1
    )
    choose = [
        (Button(f"{clip(line.name, 36)} · {line.quantity}/{line.left}", _tap(tap.LINE, key, line.position)),)
        for line in draft.lines[page * PAGE : (page + 1) * PAGE]
    ]
    ready = bool(draft.wanted) and draft.reason is not None
    end = [Button(say("button.return_drop"), _tap(tap.DROP, key))]
    if ready:
        end.insert(0, Button(say("button.return_send"), _tap(tap.SEND, key, draft.version)))
    return Screen(
        paragraphs(
            say("return.draft", order=draft.order_number),
            lines(*(_line(line, say) for line in draft.wanted)) or say("return.tap_line"),
            _facts(draft, say),
            None if draft.photos else say("return.send_photo"),
        ),
        (*choose, turn, (Button(say("button.return_reason"), _tap(tap.REASON, key)),), tuple(end)),
    )


def _tap(act: str, key: str, n: int = 0, at: int = 0) -> str:
    return ReturnTap(act=act, key=key, n=n, at=at).pack()


def _line(line: ReturnLine, say: Say) -> str:
    return "• " + say("return.line", amount=_pieces(line.quantity, line, say), name=clip(line.name, 50))


def _pieces(quantity: int, line: ReturnLine, say: Say) -> Raw:
    return Raw(amount(say, Decimal(quantity), line.unit))


def _facts(one: Return, say: Say) -> str:
    reason = None if one.reason is None else Raw(say(f"returnwhy.{one.reason}"))
    return lines(
        say("return.reason", reason=reason) if reason is not None else None,
        say("return.photos", count=one.photos) if one.photos else None,
        say("return.amount", amount=one.amount) if one.amount else None,
        say("return.fee", fee=one.fee) if one.fee else None,
    )


def quantity_screen(draft: Return, line: ReturnLine, say: Say) -> Screen:
    key = short_id(draft.id)
    few = [Button(str(n), _tap(tap.QUANTITY, key, n, line.position)) for n in range(min(line.left, 4))]
    whole = Button(
        say("button.return_all", count=line.left), _tap(tap.QUANTITY, key, line.left, line.position)
    )
    return Screen(
        say("return.how_many", name=clip(line.name, 50), most=_pieces(line.left, line, say)),
        (
            tuple(few),
            (whole,),
            (Button(say("button.back"), _tap(tap.BACK, key, page_of(draft, line.position))),),
        ),
    )


def reason_screen(draft: Return, say: Say) -> Screen:
    key = short_id(draft.id)
    reasons = [
        Button(say(f"returnwhy.{reason}"), _tap(tap.CHOOSE_REASON, key, at))
        for at, reason in enumerate(REASONS)
    ]
    return Screen(say("return.why"), (*grid(reasons, 2), (Button(say("button.back"), _tap(tap.BACK, key)),)))


def return_screen(one: Return, say: Say) -> Screen:
    """A request that was sent, as its dealer sees it."""
    return Screen(
        paragraphs(
            _title(one, say),
            lines(*(_line(line, say) for line in one.lines)),
            _facts(one, say),
            _state(one, say),
        )
    )


def _title(one: Return, say: Say) -> str:
    return say("return.card", number=one.number, order=one.order_number)


def _state(one: Return, say: Say) -> str:
    if one.state is ReturnState.DONE and one.credit_note is None and any(line.came for line in one.lines):
        return say("return.state.fee_only")
    if one.state is ReturnState.DONE and one.credit_note is None:
        return say("return.state.nothing")
    if one.state is ReturnState.DONE:
        return lines(
            say("return.state.done", note=one.credit_note),
            say("return.keep") if one.outcome is Outcome.KEEP else _came(one, say),
        )
    if one.state is ReturnState.EXPECTED:
        return say("return.state.expected")
    if one.state is ReturnState.DECLINED:
        why = reason_text(clip(one.decided_why, 200), say) if one.decided_why else None
        return lines(say("return.state.declined"), why)
    return say("return.state.asked")


def _came(one: Return, say: Say) -> str:
    return say(
        "return.came",
        good=sum(line.good or 0 for line in one.lines),
        damaged=sum(line.damaged or 0 for line in one.lines),
        missing=sum(line.quantity - line.came for line in one.lines),
    )


def decide_screen(card: ReturnCard, say: Say, *, notice: str | None = None) -> Screen:
    """The request as whoever decides sees it; buttons while it is open."""
    asked, approval = card.asked, card.approval
    key = short_id(approval.id)
    is_open = approval.state is ApprovalState.OPEN
    buttons: list[tuple[Button, ...]] = []
    if is_open and card.may_decide:
        for act, phrase in (
            (tap.FETCH, "button.return_fetch"),
            (tap.KEEP, "button.return_keep"),
            (tap.DECLINE, "button.return_decline"),
        ):
            buttons.append((Button(say(phrase), DecideTap(act=act, approval=key).pack()),))
    if asked.photos:
        buttons.append((Button(say("button.return_photos"), DecideTap(act=tap.PHOTOS, approval=key).pack()),))
    return Screen(
        paragraphs(
            notice,
            lines(_title(asked, say), escape(clip(asked.dealer_name, 80))),
            lines(*(_line(line, say) for line in asked.lines)),
            _facts(asked, say),
            lines(*step_words(approval, card.names, say)) if is_open else _decided(card, say),
        ),
        tuple(buttons),
    )


def _decided(card: ReturnCard, say: Say) -> str:
    approval = card.approval
    by = card.names.get(approval.decided_by, "—") if approval.decided_by else "—"
    return lines(say(f"approval.{approval.state}", by=by, at=approval.decided_at), _state(card.asked, say))


def expected_screen(expected: tuple[Return, ...], say: Say) -> Screen:
    """What the store waits for."""
    if not expected:
        return Screen(say("return.none_expected"))
    buttons = [
        (
            Button(
                f"{one.number} · {clip(one.dealer_name, 30)}",
                ReceiveTap(act=tap.OPEN, key=short_id(one.id)).pack(),
            ),
        )
        for one in expected
    ]
    return Screen(say("return.expected"), tuple(buttons))


def receive_screen(one: Return, say: Say) -> Screen:
    """Goods as they are to come, each with its number; buttons while they have not."""
    goods = [f"{line.position}. {_line(line, say)[2:]}" for line in one.lines]
    if one.state is not ReturnState.EXPECTED:
        return Screen(paragraphs(_title(one, say), lines(*goods), _came(one, say)))
    key = short_id(one.id)
    buttons = [
        Button(say(phrase), ReceiveTap(act=act, key=key).pack())
        for act, phrase in (
            (tap.GOOD, "button.return_good"),
            (tap.DAMAGED, "button.return_damaged"),
            (tap.NOTHING, "button.return_nothing"),
        )
    ]
    return Screen(paragraphs(_title(one, say), lines(*goods), say("return.how_came")), grid(buttons, 2))
