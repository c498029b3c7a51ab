"""What an approver is putting together: a part, a counter-offer, or a decision about several orders. Pure."""

from __future__ import annotations

from bot.dealer.credit.screens import usage_bar
from bot.screen import Button, Screen, clip, escape, grid, lines, paragraphs, short_id
from bot.staff.approvals import callbacks as tap
from bot.staff.approvals.callbacks import ApprovalTap, PlanTap, TierTap
from bot.staff.approvals.plans import Plan
from core.approvals.types import SubjectKind
from core.approvals.use_cases.list_waiting_approvals import Waiting
from core.i18n.phrases import Say
from core.kernel.money import Money, total
from core.orders.use_cases.decide_order import DecidedOne
from core.orders.use_cases.preview_decision import Choice, ChoiceLine

PAGE = 6
NAME = 40
MOST_NAMED = 25


def _button(plan: Plan, text: str, act: str, n: int = 0) -> Button:
    return Button(text, PlanTap(act=act, plan=short_id(plan.id), n=n).pack())


def _back(plan: Plan, say: Say) -> Button:
    data = ApprovalTap(act=tap.BACK, approval=short_id(plan.approval_id)).pack()
    return Button(say("button.back"), data)


def _turn(plan: Plan, count: int, page: int) -> tuple[Button, ...]:
    pages = (count + PAGE - 1) // PAGE
    if pages < 2:
        return ()
    before, after = (page - 1) % pages, (page + 1) % pages
    return (_button(plan, "‹", tap.SHOW, before), _button(plan, "›", tap.SHOW, after))


def _shown(choice: Choice, page: int) -> tuple[int, list[tuple[int, ChoiceLine]]]:
    pages = max((len(choice.lines) + PAGE - 1) // PAGE, 1)
    page = min(max(page, 0), pages - 1)
    return page, list(enumerate(choice.lines))[page * PAGE : (page + 1) * PAGE]


def _credit(choice: Choice, say: Say) -> str:
    """What the dealer owes with what goes now, and what credit says to it."""
    verdict = choice.verdict
    after = verdict.exposure_after
    limit = after + verdict.available_after
    return lines(
        say("plan.owes_then", amount=after),
        usage_bar(after.minor, limit.minor) if verdict.available_after else None,
        say("approval.refused_now") if verdict.is_blocked else None,
    )


def part_screen(plan: Plan, choice: Choice, say: Say, *, page: int = 0, notice: str | None = None) -> Screen:
    """How the order would be parted; every line can be changed before anything is done."""
    page, shown = _shown(choice, page)
    goods = [
        say(
            "plan.line",
            mark=_mark(line),
            name=clip(line.name, NAME),
            chosen=line.chosen,
            quantity=line.quantity,
        )
        for _, line in shown
    ]
    rows: list[tuple[Button, ...]] = [
        (
            _button(plan, "➖", tap.LESS, at),
            _button(plan, f"{line.chosen}/{line.quantity} {clip(line.name, 14)}", tap.ALL, at),
            _button(plan, "➕", tap.ADD, at),
        )
        for at, line in shown
    ]
    rows.append(_turn(plan, len(choice.lines), page))
    rows.append((_button(plan, say("button.amount"), tap.AMOUNT),))
    last = [_back(plan, say)]
    if choice.now and choice.rest:
        last.insert(0, _button(plan, say("button.do_part"), tap.DO))
    rows.append(tuple(last))
    return Screen(
        paragraphs(
            notice,
            say("plan.part", number=choice.order.number, dealer=clip(choice.order.dealer_name, 60)),
            lines(*goods),
            lines(say("plan.goes", amount=choice.now), say("plan.waits", amount=choice.rest)),
            _credit(choice, say),
        ),
        tuple(row for row in rows if row),
    )


def _mark(line: ChoiceLine) -> str:
    if line.chosen == line.quantity:
        return "✅"
    return "✂️" if line.chosen else "⏸"


def offer_screen(plan: Plan, choice: Choice, say: Say, *, page: int = 0, notice: str | None = None) -> Screen:
    """The counter-offer as the dealer would see it; a tap on a line changes it."""
    page, shown = _shown(choice, page)
    goods = [_offered(line, say) for _, line in shown]
    rows: list[tuple[Button, ...]] = [
        (_button(plan, f"✏️ {clip(line.name, 40)}", tap.LINE, at),) for at, line in shown
    ]
    rows.append(_turn(plan, len(choice.lines), page))
    rows.append(
        (_button(plan, say("button.percent"), tap.PERCENT), _button(plan, say("button.note"), tap.NOTE))
    )
    last = [_back(plan, say)]
    if plan.lines:
        last.insert(0, _button(plan, say("button.send_offer"), tap.DO))
    rows.append(tuple(last))
    return Screen(
        paragraphs(
            notice,
            say("plan.offer", number=choice.order.number, dealer=clip(choice.order.dealer_name, 60)),
            lines(*goods),
            say("plan.new_total", before=choice.order.total, after=choice.now),
            say("quote.note", note=clip(plan.note, 200)) if plan.note else None,
            _credit(choice, say),
        ),
        tuple(row for row in rows if row),
    )


def _offered(line: ChoiceLine, say: Say) -> str:
    name = escape(clip(line.name, NAME))
    if not line.chosen:
        return f"✖️ <s>{name}</s>"
    changed = line.chosen != line.quantity or line.price != line.unit_price
    return f"{'✏️' if changed else '•'} {name} — {say.number(line.chosen)} × {say.unit_price(line.price)}"


def offer_line_screen(plan: Plan, choice: Choice, at: int, say: Say) -> Screen:
    """One line of the counter-offer: quantity by buttons, price typed."""
    line = choice.lines[at]
    return Screen(
        lines(
            _offered(line, say),
            say("plan.was", quantity=line.quantity, price=line.unit_price),
        ),
        (
            (
                _button(plan, "➖", tap.LESS, at),
                _button(plan, f"{line.chosen}/{line.quantity}", tap.ALL, at),
                _button(plan, "➕", tap.ADD, at),
            ),
            (_button(plan, say("button.price"), tap.PRICE, at),),
            (_button(plan, say("button.back"), tap.SHOW, at // PAGE),),
        ),
    )


def bulk_screen(plan: Plan, waiting: tuple[Waiting, ...], say: Say) -> Screen:
    """What would be decided alike, before it is; declining wants the one reason for all."""
    named = [
        f"• {one.approval.label} · {escape(clip(one.dealer_name, 30))} · {say.money(one.approval.amount)}"
        for one in waiting[:MOST_NAMED]
    ]
    if plan.subject is SubjectKind.TIER_MOVE:
        title = say("bulk.approve_tiers" if plan.is_yes else "bulk.decline_tiers", len(waiting))
    else:
        title = say("bulk.approve" if plan.is_yes else "bulk.decline", len(waiting))
    sums = lines(*(say("bulk.sum", amount=amount) for amount in _sums(waiting)))
    if plan.is_yes:
        rows: tuple[tuple[Button, ...], ...] = ((_button(plan, say("button.confirm_change"), tap.DO),),)
    else:
        rows = grid(
            [_button(plan, say(f"decline.{one}"), tap.DO, at) for at, one in enumerate(plan.reasons)],
            2,
        )
    more = say("bulk.more", len(waiting) - MOST_NAMED) if len(waiting) > MOST_NAMED else None
    back = (Button(say("button.back"), tap.ListTap().pack()),)
    return Screen(paragraphs(title, lines(*named, more), sums), (*rows, back))


def _sums(waiting: tuple[Waiting, ...]) -> list[Money]:
    currencies = sorted({one.approval.amount.currency for one in waiting})
    return [
        total([one.approval.amount for one in waiting if one.approval.amount.currency == currency], currency)
        for currency in currencies
    ]


def bulk_done_screen(plan: Plan, results: tuple[DecidedOne, ...], say: Say) -> Screen:
    """What became of each; those that could not be decided so can be opened."""
    rows = [
        f"✅ {escape(one.label)}" if one.refused is None else say("bulk.refused", number=one.label)
        for one in results[:MOST_NAMED]
    ]
    done = sum(one.refused is None for one in results)
    opening = TierTap if plan.subject is SubjectKind.TIER_MOVE else ApprovalTap
    refused = [
        Button(one.label, opening(act=tap.MORE, approval=short_id(one.approval_id)).pack())
        for one in results
        if one.refused is not None
    ]
    back = (Button(say("button.waiting"), tap.ListTap().pack()),)
    return Screen(
        paragraphs(say("bulk.done", done=done, count=len(results)), lines(*rows)),
        (*grid(refused[:10], 2), back),
    )
