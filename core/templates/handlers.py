"""Every command and query of templates and standing orders, and the function that does it."""

from __future__ import annotations

from core.infra.door import Handler
from core.templates.use_cases.answer_period import (
    ChangePeriod,
    ConfirmPeriod,
    ShowPeriod,
    SkipPeriod,
    change_period,
    confirm_period,
    show_period,
    skip_period,
)
from core.templates.use_cases.keep_template import (
    DeleteTemplate,
    ListTemplates,
    RenameTemplate,
    SaveTemplate,
    ShareTemplate,
    ShowTemplate,
    delete_template,
    list_templates,
    rename_template,
    save_template,
    share_template,
    show_template,
)
from core.templates.use_cases.order_template import (
    FillUp,
    OrderTemplate,
    SubstituteLine,
    fill_template,
    order_template,
    read_left,
    substitute_line,
)
from core.templates.use_cases.run_standing import RunStandingOrders, run_standing_orders
from core.templates.use_cases.set_standing import (
    EndStanding,
    ListHolidays,
    PauseStanding,
    SetStanding,
    end_standing,
    list_holidays,
    pause_standing,
    set_standing,
)

HANDLERS: dict[type, Handler] = {
    SaveTemplate: Handler(save_template),
    RenameTemplate: Handler(rename_template),
    ShareTemplate: Handler(share_template),
    DeleteTemplate: Handler(delete_template),
    ListTemplates: Handler(list_templates),
    ShowTemplate: Handler(show_template),
    OrderTemplate: Handler(order_template),
    FillUp: Handler(fill_template, prepare=read_left),
    SubstituteLine: Handler(substitute_line),
    SetStanding: Handler(set_standing),
    PauseStanding: Handler(pause_standing),
    EndStanding: Handler(end_standing),
    ShowPeriod: Handler(show_period),
    ConfirmPeriod: Handler(confirm_period),
    SkipPeriod: Handler(skip_period),
    ChangePeriod: Handler(change_period),
    RunStandingOrders: Handler(run_standing_orders),
    ListHolidays: Handler(list_holidays),
}
