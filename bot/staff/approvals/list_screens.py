"""Lists of what waits for a decision. Pure."""

from __future__ import annotations

from bot.dealer.protection import callbacks as granting
from bot.dealer.returns.callbacks import SHOW, DecideTap
from bot.screen import Button, Screen, clip, grid, lines, paragraphs, short_id
from bot.staff.approvals import callbacks as tap
from bot.staff.approvals.callbacks import LISTED, ApprovalTap, BulkTap, ListTap, PriceTap, TierTap
from core.approvals.types import Approval, SubjectKind
from core.approvals.use_cases.list_waiting_approvals import Waiting, WaitingList
from core.i18n.phrases import Say

PAGE = 8
MOST_REGIONS = 30


def waiting_screen(found: WaitingList, at: ListTap, say: Say) -> Screen:
    """A page of what waits, narrowed as ``at`` says, with the ways to narrow it and to decide alike."""
    entries = [(_entry(one, say),) for one in found.entries]
    pages = max((found.found + PAGE - 1) // PAGE, 1)
    turn: tuple[Button, ...] = ()
    if pages > 1:
        turn = tuple(
            Button(mark, ListTap(by=at.by, n=at.n, page=page % pages).pack())
            for mark, page in (("‹", at.page - 1), ("›", at.page + 1))
        )
    return Screen(
        paragraphs(
            say("waiting.title", found.kinds[SubjectKind.ORDER]),
            _narrowed(found, at, say),
            None if found.entries else say("approval.none"),
        ),
        (*entries, turn, *_bulk(found, at, say), *_filters(found, at, say)),
    )


def _entry(one: Waiting, say: Say) -> Button:
    approval = one.approval
    mark = "🟠" if one.may_decide else "👁"
    text = f"{mark} {approval.label} · {clip(one.dealer_name, 18)} · {say.money(approval.amount)}"
    return Button(text, opening_tap(approval))


def opening_tap(approval: Approval) -> str:
    """What a button carries that opens the card of this request."""
    key = short_id(approval.id)
    match approval.kind:
        case SubjectKind.PRICE_REQUEST:
            return PriceTap(act=tap.MORE, approval=key).pack()
        case SubjectKind.TIER_MOVE:
            return TierTap(act=tap.MORE, approval=key).pack()
        case SubjectKind.RETURN:
            return DecideTap(act=SHOW, approval=key).pack()
        case SubjectKind.PROTECTION:
            return granting.GrantTap(act=granting.SHOW, approval=key).pack()
    return ApprovalTap(act=tap.MORE, approval=key).pack()


def _narrowed(found: WaitingList, at: ListTap, say: Say) -> str | None:
    match at.by:
        case tap.MINE:
            return say("waiting.mine")
        case tap.OLD:
            return say("waiting.old")
        case tap.BY_REASON:
            return say(f"reason.{LISTED[at.n]}")
        case tap.BY_REGION:
            return say("waiting.region", region=sorted(found.regions)[at.n] or "—")
        case tap.PRICES:
            return say("waiting.prices")
        case tap.TIERS:
            return say("waiting.tiers")
        case tap.RETURNS:
            return say("waiting.returns")
        case tap.PROTECTIONS:
            return say("waiting.protections")
    return None


def _bulk(found: WaitingList, at: ListTap, say: Say) -> tuple[tuple[Button, ...], ...]:
    """Alike is decided about what has one reason in common, and only where there are several."""
    if at.by not in (tap.BY_REASON, tap.TIERS) or found.found < 2:
        return ()
    return (
        (
            Button(say("button.approve_all", count=found.found), BulkTap(by=at.by, n=at.n, yes=True).pack()),
            Button(say("button.decline_all", count=found.found), BulkTap(by=at.by, n=at.n, yes=False).pack()),
        ),
    )


def _filters(found: WaitingList, at: ListTap, say: Say) -> tuple[tuple[Button, ...], ...]:
    ways: list[Button] = []
    if at.by:
        ways.append(Button(say("button.all"), ListTap().pack()))
    is_orders = at.by not in (tap.PRICES, tap.TIERS, tap.RETURNS, tap.PROTECTIONS)
    for by, key, count in (
        (tap.MINE, "button.mine", found.mine if is_orders else 0),
        (tap.OLD, "button.old", found.old if is_orders else 0),
        (tap.PRICES, "button.prices", found.kinds[SubjectKind.PRICE_REQUEST]),
        (tap.TIERS, "button.tiers", found.kinds[SubjectKind.TIER_MOVE]),
        (tap.RETURNS, "button.returns", found.kinds[SubjectKind.RETURN]),
        (tap.PROTECTIONS, "button.protections", found.kinds[SubjectKind.PROTECTION]),
    ):
        if count and by != at.by:
            ways.append(Button(say(key, count=count), ListTap(by=by).pack()))
    if is_orders and found.total > 1:
        ways.append(Button(say("button.by_reason"), ListTap(by=tap.BY_REASON, n=-1).pack()))
        if len(found.regions) > 1:
            ways.append(Button(say("button.by_region"), ListTap(by=tap.BY_REGION, n=-1).pack()))
    return grid(ways, 2)


def narrowing_screen(found: WaitingList, by: str, say: Say) -> Screen:
    """Which reason, or which region? With how many orders wait for each."""
    if by == tap.BY_REASON:
        choices = [
            Button(f"{clip(say(f'reason.{kind}'), 50)} ({found.triggers[kind]})", ListTap(by=by, n=n).pack())
            for n, kind in enumerate(LISTED)
            if found.triggers.get(kind)
        ]
        rows = grid(choices, 1)
    else:
        regions = sorted(found.regions)[:MOST_REGIONS]
        choices = [
            Button(f"{region or '—'} ({found.regions[region]})", ListTap(by=by, n=n).pack())
            for n, region in enumerate(regions)
        ]
        rows = grid(choices, 2)
    back = (Button(say("button.back"), ListTap().pack()),)
    return Screen(lines(say("waiting.title", found.total)), (*rows, back))
