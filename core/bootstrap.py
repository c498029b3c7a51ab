"""The only wiring: settings in, a Core out. Each command and query is listed here by hand."""

from __future__ import annotations

from core.credit.use_cases.show_credit import ShowCredit, show_credit
from core.dealers.use_cases.accept_invite import AcceptInvite, accept_invite
from core.dealers.use_cases.block_person import BlockPerson, block_person
from core.dealers.use_cases.choose_language import ChooseLanguage, choose_language
from core.dealers.use_cases.create_invite import CreateInvite, create_invite
from core.dealers.use_cases.find_recipients import FindRecipients, find_recipients
from core.dealers.use_cases.identify_chat import IdentifyChat, identify_chat
from core.dealers.use_cases.list_places import ListPlaces, list_places
from core.dealers.use_cases.open_invite import OpenInvite, open_invite
from core.infra.db import Database
from core.infra.door import Core, Handler
from core.infra.settings import Settings
from core.integrations.master_data.use_cases.export_table import ExportTable, export_table
from core.integrations.master_data.use_cases.import_tables import (
    ImportTable,
    ImportTables,
    import_table,
    import_tables,
    read_table,
    read_tables,
)
from core.kernel.clock import Clock, SystemClock
from core.orders.use_cases.answer_product import AskProducts, ask_products
from core.orders.use_cases.change_line import ChangeLine, change_line
from core.orders.use_cases.choose_product import ChooseProduct, choose_product
from core.orders.use_cases.decide_order import (
    DecideOrder,
    ListApprovals,
    ShowApproval,
    decide_order,
    list_approvals,
    show_approval,
)
from core.orders.use_cases.discard_draft import DiscardDraft, discard_draft
from core.orders.use_cases.fit_to_stock import FitToStock, fit_to_stock
from core.orders.use_cases.place_order import PlaceOrder, place_order
from core.orders.use_cases.set_draft import (
    KeepRepeat,
    SetCoupon,
    SetShipTo,
    keep_repeat,
    set_coupon,
    set_ship_to,
)
from core.orders.use_cases.show_orders import (
    ExplainPrice,
    ListOrders,
    ShowOrder,
    explain_price,
    list_orders,
    show_order,
)
from core.orders.use_cases.show_quote import ShowQuote, show_quote
from core.orders.use_cases.take_message import TakeMessage, take_message, understand_message
from core.orders.use_cases.undo_alias import UndoAlias, undo_alias

HANDLERS: dict[type, Handler] = {
    # who is who
    IdentifyChat: Handler(identify_chat),
    CreateInvite: Handler(create_invite),
    OpenInvite: Handler(open_invite),
    AcceptInvite: Handler(accept_invite),
    ChooseLanguage: Handler(choose_language),
    BlockPerson: Handler(block_person),
    ListPlaces: Handler(list_places),
    FindRecipients: Handler(find_recipients),
    # the draft
    TakeMessage: Handler(take_message, prepare=understand_message),
    ShowQuote: Handler(show_quote),
    ChangeLine: Handler(change_line),
    ChooseProduct: Handler(choose_product),
    UndoAlias: Handler(undo_alias),
    SetShipTo: Handler(set_ship_to),
    SetCoupon: Handler(set_coupon),
    KeepRepeat: Handler(keep_repeat),
    FitToStock: Handler(fit_to_stock),
    DiscardDraft: Handler(discard_draft),
    AskProducts: Handler(ask_products),
    # orders
    PlaceOrder: Handler(place_order),
    ListOrders: Handler(list_orders),
    ShowOrder: Handler(show_order),
    ExplainPrice: Handler(explain_price),
    ShowApproval: Handler(show_approval),
    ListApprovals: Handler(list_approvals),
    DecideOrder: Handler(decide_order),
    # master data
    ImportTable: Handler(import_table, prepare=read_table),
    ImportTables: Handler(import_tables, prepare=read_tables),
    ExportTable: Handler(export_table),
    # credit
    ShowCredit: Handler(show_credit),
}

# Who hears of what: event name -> subscribers. "chat" is the bot's notices.
SUBSCRIBERS: dict[str, tuple[str, ...]] = {
    "approval_requested": ("chat",),
    "order_decided": ("chat",),
}


def build(settings: Settings, *, clock: Clock | None = None) -> Core:
    """A Core on the database of ``settings``; the database must be migrated (``core.migrations.upgrade``)."""
    return Core(
        settings=settings,
        database=Database(settings.database_url),
        clock=clock or SystemClock(),
        handlers=HANDLERS,
        subscribers=SUBSCRIBERS,
    )
