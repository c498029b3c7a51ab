"""/approvals: what waits, narrowed by buttons, and the same decision about several alike."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, Message

from bot.screen import OldButton
from bot.staff.approvals import callbacks as tap
from bot.staff.approvals import plans
from bot.staff.approvals.callbacks import LISTED, BulkTap, ListTap
from bot.staff.approvals.cards import show_card
from bot.staff.approvals.list_screens import PAGE, narrowing_screen, waiting_screen
from bot.staff.approvals.plan_screens import bulk_screen
from bot.turn import Turn
from core.approvals.types import SubjectKind
from core.approvals.use_cases.list_waiting_approvals import ListWaitingApprovals, WaitingList

MOST_AT_ONCE = 50
# What there are cards for.
SHOWN = (
    SubjectKind.ORDER,
    SubjectKind.PRICE_REQUEST,
    SubjectKind.TIER_MOVE,
    SubjectKind.RETURN,
    SubjectKind.PROTECTION,
)


async def on_approvals(_message: Message, turn: Turn) -> None:
    """One that waits is shown at once; of several the list."""
    found = await turn.ask(ListWaitingApprovals(limit=PAGE))
    every = sum(found.kinds[kind] for kind in SHOWN)
    if not every:
        await turn.tell("approval.none")
        return
    if every == 1:
        kind = next(kind for kind in SHOWN if found.kinds[kind])
        (only,) = (await turn.ask(ListWaitingApprovals(kind=kind, limit=1))).entries
        await show_card(turn, only.approval.id, kind=kind)
        return
    await turn.show(waiting_screen(found, ListTap(), turn.say))


async def on_list(_query: CallbackQuery, callback_data: ListTap, turn: Turn) -> None:
    at = callback_data
    if at.by in (tap.BY_REASON, tap.BY_REGION) and at.n < 0:
        await turn.redraw(narrowing_screen(await turn.ask(ListWaitingApprovals()), at.by, turn.say))
        return
    found = await turn.ask(await _query_of(turn, at, limit=PAGE))
    await turn.redraw(waiting_screen(found, at, turn.say))


async def _query_of(turn: Turn, at: ListTap, *, limit: int) -> ListWaitingApprovals:
    """The query behind a button; OldButton for what no button of ours says."""
    narrowed: dict[str, Any] = {}
    match at.by:
        case "":
            pass
        case tap.MINE:
            narrowed["mine"] = True
        case tap.OLD:
            narrowed["old"] = True
        case tap.PRICES:
            narrowed["kind"] = SubjectKind.PRICE_REQUEST
        case tap.TIERS:
            narrowed["kind"] = SubjectKind.TIER_MOVE
        case tap.RETURNS:
            narrowed["kind"] = SubjectKind.RETURN
        case tap.PROTECTIONS:
            narrowed["kind"] = SubjectKind.PROTECTION
        case tap.BY_REASON if 0 <= at.n < len(LISTED):
            narrowed["trigger"] = LISTED[at.n]
        case tap.BY_REGION:
            regions = sorted((await turn.ask(ListWaitingApprovals(limit=0))).regions)
            if not 0 <= at.n < len(regions):
                raise OldButton(f"region {at.n}")
            narrowed["region"] = regions[at.n]
        case _:
            raise OldButton(at.by)
    return ListWaitingApprovals(**narrowed, limit=limit, offset=min(max(at.page, 0), 100) * limit)


async def on_bulk(_query: CallbackQuery, callback_data: BulkTap, turn: Turn) -> None:
    """Show what would be decided alike; only what this person may decide is in it."""
    person_id = turn.actor.person_id
    if person_id is None:
        raise OldButton("nobody")
    at = ListTap(by=callback_data.by, n=callback_data.n)
    found: WaitingList = await turn.ask(await _query_of(turn, at, limit=MOST_AT_ONCE))
    mine = tuple(one for one in found.entries if one.may_decide)
    if not mine:
        await turn.tell("approval.none")
        return
    plan = await plans.new_plan(
        turn.core,
        person_id,
        plans.BULK,
        *(one.approval.id for one in mine),
        is_yes=callback_data.yes,
        subject=mine[0].approval.kind,
    )
    await turn.redraw(bulk_screen(plan, mine, turn.say))
