"""Steps that several use cases share."""

from __future__ import annotations

from core.infra.transaction import Snapshot
from core.reporting.engine.fields import OFFERED, may_see_margins
from core.reporting.engine.periods import resolve_period
from core.reporting.engine.tabulating import make_plan
from core.reporting.types import ReportSpec, ReportView, SavedReport


def check_spec(snap: Snapshot, spec: ReportSpec) -> None:
    """What was composed can be made: its fields are there for this person, and its period is one."""
    make_plan(spec, secrets=may_see_margins(snap.actor))
    resolve_period(spec.period, snap.now, snap.actor.zone)


def view_of(snap: Snapshot, report: SavedReport) -> ReportView:
    """The report with what a screen says about it: its days now, and what it may be grouped by."""
    days = resolve_period(report.spec.period, snap.now, snap.actor.zone)
    offered = dict.fromkeys((*OFFERED[report.spec.subject], *report.spec.by))
    return ReportView(report, days, tuple(offered))
