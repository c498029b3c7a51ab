"""Every command and query of templates and standing orders, and the function that does it."""

from __future__ import annotations

from core.infra.door import Handler
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
    TakeSubstitute,
    fill_template,
    order_template,
    read_left,
    take_substitute,
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
    TakeSubstitute: Handler(take_substitute),
}
