"""Screens of files to order by, templates and standing orders."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from bot.dealer.ordering.files.screens import fault_text, look_screen, taken_notice
from bot.dealer.templates.plans import Plan
from bot.dealer.templates.screens import (
    changes_notice,
    delete_screen,
    substitutes_screen,
    template_screen,
    templates_screen,
)
from bot.dealer.templates.standing_screens import (
    failed_notice,
    period_screen,
    placed_notice,
    plan_screen,
)
from bot.office.areas.holidays import holidays_screen
from bot.screen import Screen, escape
from core.i18n.phrases import Say
from core.intake.engine.tables import FaultCode, Role
from core.integrations.order_files.types import Column, FaultyRow, FileLook, FileTaken
from core.kernel.ids import DraftId, PersonId, ProductId
from core.templates.types import (
    Change,
    ChangeKind,
    Every,
    PeriodState,
    ShownLine,
    Template,
    TemplateCard,
    TemplateEntry,
    TemplateLine,
    TemplateOrdered,
)
from core.templates.use_cases.answer_period import PeriodView
from tests.bot import samples as s

Sample = tuple[str, Callable[[Say], Screen]]

COLUMNS = tuple(Column(at, "ABCDEFG"[at], s.NASTY[at % len(s.NASTY)], s.NASTY[0]) for at in range(7))
LOOK = FileLook(
    s.uid(1), s.NASTY[0] + ".xlsx", 5000, tuple(zip(Role, COLUMNS, strict=True)), COLUMNS[:4], False, True
)
FAULTS = tuple(
    FaultyRow(at, (s.NASTY[0], ""), code, {
        "text": s.NASTY[at % len(s.NASTY)], "skus": "A, B", "units": "each, case", "multiple": "6",
        "usual": "9",
    })
    for at, code in enumerate(FaultCode, start=2)
)  # fmt: skip
TAKEN = FileTaken(s.NASTY[0], DraftId(s.uid(2)), 4988, 3, 40, 7, ("A", "B"), FAULTS)


def card(lines: int = 40) -> TemplateCard:
    """A template with so many lines."""
    kept = tuple(
        TemplateLine(at, ProductId(s.uid(at)), "case", Decimal("2.5"), 60, s.unit_usd("1.25"))
        for at in range(1, lines + 1)
    )
    shown = tuple(
        ShownLine(at, s.NASTY[at % len(s.NASTY)], "case", Decimal("2.5"), at % 3 == 0)
        for at in range(1, lines + 1)
    )
    template = Template(s.uid(3), s.NASTY[0][:60], PersonId(s.uid(4)), True, False, kept)
    return TemplateCard(template, None, shown, True, None, None)


def ordered() -> TemplateOrdered:
    name = s.NASTY[0]
    changes = (
        Change(ChangeKind.PRICE, 1, name, s.unit_usd("1.25"), s.unit_usd("1.3")),
        Change(ChangeKind.PRICE, 2, name, s.unit_usd("1.25"), s.unit_usd("1")),
        Change(ChangeKind.PACK, 3, name, 24, 20, "case"),
        Change(ChangeKind.PACK, 4, name, 24, 0, "case"),
        Change(ChangeKind.SHORT, 5, name, 600, 0),
        Change(ChangeKind.GONE, 6, name, substitute=s.NASTY[1]),
        *(Change(ChangeKind.GONE, at, name) for at in range(7, 40)),
    )
    return TemplateOrdered(s.uid(3), s.NASTY[0], DraftId(s.uid(2)), changes, tuple(s.NASTY))


def _instead(say: Say) -> Screen:
    found = substitutes_screen(ordered(), say)
    assert found is not None
    return found


def template_samples() -> Iterator[Sample]:
    yield "file, columns", partial(look_screen, LOOK)
    yield "file, again", partial(look_screen, replace(LOOK, taken_at=s.AT))
    yield "file, no columns", partial(look_screen, replace(LOOK, is_whole=False))
    yield "file, taken", lambda say: Screen(taken_notice(TAKEN, say))
    yield "file, nothing taken", lambda say: Screen(taken_notice(replace(TAKEN, taken=0), say))
    for fault in FAULTS:
        yield f"file, {fault.code}", lambda say, one=fault: Screen(escape(fault_text(one, say)))
    entries = tuple(
        TemplateEntry(s.uid(at), s.NASTY[at % len(s.NASTY)][:60], at % 2 == 0, at % 3 == 0, at, at % 5 == 0)
        for at in range(20)
    )
    yield "templates", partial(templates_screen, entries)
    yield "templates, last page", partial(templates_screen, entries, page=2)
    yield "templates, none", partial(templates_screen, ())
    yield "template", partial(template_screen, card())
    others = replace(card(2), owner=s.NASTY[0][:40], may_edit=False)
    shared = replace(others.template, is_shared=True, is_mine=False)
    yield "template of a colleague", partial(template_screen, replace(others, template=shared))
    yield "template, delete", partial(delete_screen, card())
    yield "template, what has changed", lambda say: Screen(changes_notice(ordered(), say))
    yield (
        "template, all gone",
        lambda say: Screen(changes_notice(replace(ordered(), draft_id=None), say)),
    )
    yield "template, substitutes", _instead
    yield from _standing()


def _standing() -> Iterator[Sample]:
    for plan in (Plan(), Plan(mask=127, weeks=4, months=12), Plan(every=Every.MONTH, day=31, moves=False)):
        yield f"standing, {plan.pack()}", partial(plan_screen, card(), plan)
    yield "standing, no day", partial(plan_screen, card(), Plan(mask=0), notice="⚠️")
    view = PeriodView(s.uid(3), s.NASTY[0][:60], s.DAY, s.AT, PeriodState.SHOWN, card().lines)
    yield "standing, coming", partial(period_screen, view)
    yield "standing, changing", partial(period_screen, view, changing=True)
    event: dict[str, object] = {
        "template_id": str(s.uid(3)), "title": s.NASTY[0][:60], "period_on": s.DAY.isoformat(),
        "order_id": str(s.uid(5)), "number": "B2B-2025-1", "state": "approved", "total_minor": 1,
        "currency": "USD", "gone": list(s.NASTY), "why": "overdue",
    }  # fmt: skip
    for dealer in (None, s.NASTY[0]):
        yield f"standing, placed, {dealer is None}", partial(placed_notice, event, dealer=dealer)
        yield f"standing, failed, {dealer is None}", partial(failed_notice, event, dealer=dealer)
    days = tuple((date(2026, 1, 1) + timedelta(days=at), s.NASTY[at % len(s.NASTY)][:80]) for at in range(60))
    yield "holidays", partial(holidays_screen, days)
    yield "holidays, none", partial(holidays_screen, ())
