"""Every command and query of reports, and the function that does it."""

from __future__ import annotations

from core.infra.door import Handler
from core.reporting.use_cases.compose_report import (
    ChangeReport,
    ComposeReport,
    DeleteReport,
    ListReports,
    NameReport,
    ShowReport,
    StartReport,
    change_report,
    compose_report,
    delete_report,
    list_reports,
    name_report,
    show_report,
    start_report,
)
from core.reporting.use_cases.render_report import RenderReport, TakeReport, render_report, take_report
from core.reporting.use_cases.schedule_report import (
    ScheduleReport,
    SendDueReports,
    schedule_report,
    send_due_reports,
)
from core.reporting.use_cases.set_report_policy import (
    SetBusinessHours,
    SetProcessingBaseline,
    ShowReportPolicy,
    set_business_hours,
    set_processing_baseline,
    show_report_policy,
)
from core.reporting.use_cases.show_overnight import ShowOvernight, show_overnight
from core.reporting.use_cases.show_own_figures import (
    DrawDealerFigure,
    DrawOwnFigure,
    ShowOwnFigure,
    draw_dealer_figure,
    draw_own_figure,
    show_own_figure,
)
from core.reporting.use_cases.show_rep_month import (
    DrawRepMonth,
    ShowRepMonth,
    draw_rep_month,
    show_rep_month,
)
from core.reporting.use_cases.show_silent import ListSilentDealers, list_silent_dealers
from core.reporting.use_cases.show_territory import (
    ListTerritory,
    ShowTerritoryDealer,
    list_territory,
    show_territory_dealer,
)
from core.reporting.use_cases.show_today import (
    ChooseTaste,
    DrawToday,
    ShowToday,
    choose_taste,
    draw_today,
    show_today,
)
from core.reporting.use_cases.tell_silent import TellSilentDealers, tell_silent_dealers

HANDLERS: dict[type, Handler] = {
    DrawRepMonth: Handler(draw_rep_month),
    ShowRepMonth: Handler(show_rep_month),
    ShowOvernight: Handler(show_overnight),
    TellSilentDealers: Handler(tell_silent_dealers),
    DrawDealerFigure: Handler(draw_dealer_figure),
    ListSilentDealers: Handler(list_silent_dealers),
    ListTerritory: Handler(list_territory),
    ShowTerritoryDealer: Handler(show_territory_dealer),
    DrawToday: Handler(draw_today),
    DrawOwnFigure: Handler(draw_own_figure),
    ShowOwnFigure: Handler(show_own_figure),
    ShowToday: Handler(show_today),
    ChooseTaste: Handler(choose_taste),
    ComposeReport: Handler(compose_report),
    StartReport: Handler(start_report),
    ChangeReport: Handler(change_report),
    NameReport: Handler(name_report),
    DeleteReport: Handler(delete_report),
    ShowReport: Handler(show_report),
    ListReports: Handler(list_reports),
    TakeReport: Handler(take_report),
    RenderReport: Handler(render_report),
    ScheduleReport: Handler(schedule_report),
    SendDueReports: Handler(send_due_reports),
    SetBusinessHours: Handler(set_business_hours),
    SetProcessingBaseline: Handler(set_processing_baseline),
    ShowReportPolicy: Handler(show_report_policy),
}
