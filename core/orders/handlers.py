"""What can be done about drafts, orders and approvals: their lines of the one list of handlers."""

from __future__ import annotations

from core.approvals.use_cases.list_waiting_approvals import (
    ListWaitingApprovals,
    list_waiting_approvals,
)
from core.approvals.use_cases.remind_approvers import RemindApprovers, remind_approvers
from core.approvals.use_cases.set_deputy import (
    ListStandIns,
    SetApproverRegion,
    SetDeputy,
    SetDeputyFor,
    list_stand_ins,
    set_approver_region,
    set_deputy,
    set_deputy_for,
)
from core.approvals.use_cases.set_rule import (
    ListApprovalRules,
    RemoveApprovalRule,
    SetApprovalRule,
    list_approval_rules,
    remove_approval_rule,
    set_approval_rule,
)
from core.infra.door import Handler
from core.orders.use_cases.add_product import AddProduct, add_product, read_meant
from core.orders.use_cases.add_usual import AddUsual, add_usual
from core.orders.use_cases.answer_offer import (
    AcceptCounter,
    AnswerQuestion,
    DeclineCounter,
    accept_counter,
    answer_question,
    decline_counter,
)
from core.orders.use_cases.answer_product import AskProducts, ask_products
from core.orders.use_cases.cancel_order import CancelOrder, PreviewCancel, cancel_order, preview_cancel
from core.orders.use_cases.change_line import ChangeLine, change_line
from core.orders.use_cases.change_order import ChangeOrder, change_order
from core.orders.use_cases.choose_product import ChooseProduct, choose_product
from core.orders.use_cases.choose_supply import (
    SetUrgent,
    SetWhenShort,
    SwapLine,
    set_urgent,
    set_when_short,
    swap_line,
)
from core.orders.use_cases.close_overdue import CloseOverdueApprovals, close_overdue_approvals
from core.orders.use_cases.decide_order import DecideMany, DecideOrder, decide_many, decide_order
from core.orders.use_cases.decide_price_request import (
    DecidePriceRequest,
    ListPriceApprovals,
    ShowPriceApproval,
    decide_price_request,
    list_price_approvals,
    show_price_approval,
)
from core.orders.use_cases.discard_draft import DiscardDraft, discard_draft
from core.orders.use_cases.fit_to_credit import FitToCredit, fit_to_credit
from core.orders.use_cases.fit_to_stock import FitToStock, fit_to_stock
from core.orders.use_cases.keep_supply import (
    MakeUrgent,
    ReleaseBackOrders,
    SetSupply,
    ShowSupply,
    make_urgent,
    release_back_orders,
    set_supply,
    show_supply,
)
from core.orders.use_cases.list_reserving import ListReserving, list_reserving
from core.orders.use_cases.merge_orders import MergeOrders, PreviewMerge, merge_orders, preview_merge
from core.orders.use_cases.note_hours import NoteHours, note_hours
from core.orders.use_cases.order_quotation import OrderQuotation, order_quotation
from core.orders.use_cases.place_order import PlaceOrder, place_order
from core.orders.use_cases.prepare_order import (
    DropPrepared,
    FindPrepared,
    PrepareOrder,
    SettlePrepared,
    drop_prepared,
    find_prepared,
    prepare_order,
    read_for_dealer,
    settle_prepared,
)
from core.orders.use_cases.preview_decision import PreviewOffer, PreviewSplit, preview_offer, preview_split
from core.orders.use_cases.recount_stock import RecountStock, recount_stock
from core.orders.use_cases.reorder import (
    CompareOrder,
    Reorder,
    TakeSubstitute,
    compare_order,
    reorder,
    take_substitute,
)
from core.orders.use_cases.request_price import (
    RequestPrice,
    ShowPriceRequest,
    WithdrawPriceRequest,
    request_price,
    show_price_request,
    withdraw_price_request,
)
from core.orders.use_cases.save_quotation import (
    ListQuotations,
    RemindQuotations,
    SaveQuotation,
    SetQuotationDays,
    ShowQuotation,
    ShowQuotationDays,
    list_quotations,
    remind_quotations,
    save_quotation,
    set_quotation_days,
    show_quotation,
    show_quotation_days,
)
from core.orders.use_cases.send_prepared import (
    ExpirePrepared,
    SendPrepared,
    expire_prepared,
    send_prepared,
)
from core.orders.use_cases.send_what_fits import SendWhatFits, ShowWaysOut, send_what_fits, show_ways_out
from core.orders.use_cases.set_day_worth import SetDayWorth, ShowDayWorth, set_day_worth, show_day_worth
from core.orders.use_cases.set_draft import (
    KeepRepeat,
    SetCoupon,
    SetShipTo,
    SetWindow,
    keep_repeat,
    prepare_window,
    set_coupon,
    set_ship_to,
    set_window,
)
from core.orders.use_cases.share_goods import (
    PreviewShares,
    ShareGoods,
    plan_shares,
    preview_shares,
    read_scarcity,
    share_goods,
)
from core.orders.use_cases.show_allocation import ShowAllocation, show_allocation
from core.orders.use_cases.show_approvals import (
    DryRunApproval,
    ListApprovals,
    ShowApproval,
    dry_run_approval,
    list_approvals,
    show_approval,
)
from core.orders.use_cases.show_orders import (
    ExplainPrice,
    ListOrders,
    ShowDealerOrder,
    ShowOrder,
    explain_price,
    list_orders,
    show_dealer_order,
    show_order,
)
from core.orders.use_cases.show_original import (
    KeepOriginal,
    ListOriginals,
    ShowOriginal,
    keep_original,
    list_originals,
    put_apart,
    show_original,
)
from core.orders.use_cases.show_prepared import ShowPrepared, show_prepared
from core.orders.use_cases.show_product import ShowProduct, show_product
from core.orders.use_cases.show_quote import ShowQuote, show_quote
from core.orders.use_cases.take_anyway import TakeAnyway, take_anyway
from core.orders.use_cases.take_message import TakeMessage, take_message, understand_message
from core.orders.use_cases.take_prepared import (
    DeclinePrepared,
    ExplainDecline,
    TakePrepared,
    decline_prepared,
    explain_decline,
    take_prepared,
)
from core.orders.use_cases.tell_when_back import TellWhenBack, tell_when_back
from core.orders.use_cases.undo_alias import UndoAlias, undo_alias

HANDLERS: dict[type, Handler] = {
    PreviewMerge: Handler(preview_merge),
    MergeOrders: Handler(merge_orders),
    TakeAnyway: Handler(take_anyway),
    TakeMessage: Handler(take_message, prepare=understand_message),
    ShowQuote: Handler(show_quote),
    KeepOriginal: Handler(keep_original, prepare=put_apart),
    ListOriginals: Handler(list_originals),
    ShowOriginal: Handler(show_original),
    ChangeLine: Handler(change_line),
    ChooseProduct: Handler(choose_product),
    UndoAlias: Handler(undo_alias),
    SetShipTo: Handler(set_ship_to),
    NoteHours: Handler(note_hours),
    SetWindow: Handler(set_window, prepare=prepare_window),
    SetCoupon: Handler(set_coupon),
    KeepRepeat: Handler(keep_repeat),
    FitToStock: Handler(fit_to_stock),
    AddUsual: Handler(add_usual),
    CompareOrder: Handler(compare_order),
    Reorder: Handler(reorder),
    TakeSubstitute: Handler(take_substitute),
    ListReserving: Handler(list_reserving),
    RecountStock: Handler(recount_stock),
    PreviewShares: Handler(preview_shares, prepare=read_scarcity, compute=plan_shares),
    ShareGoods: Handler(share_goods, prepare=read_scarcity, compute=plan_shares),
    SetWhenShort: Handler(set_when_short),
    SetUrgent: Handler(set_urgent),
    SwapLine: Handler(swap_line),
    TellWhenBack: Handler(tell_when_back),
    MakeUrgent: Handler(make_urgent),
    ReleaseBackOrders: Handler(release_back_orders),
    SetSupply: Handler(set_supply),
    ShowSupply: Handler(show_supply),
    ShowAllocation: Handler(show_allocation),
    FitToCredit: Handler(fit_to_credit),
    DiscardDraft: Handler(discard_draft),
    AddProduct: Handler(add_product, prepare=read_meant),
    AskProducts: Handler(ask_products),
    ShowProduct: Handler(show_product),
    PlaceOrder: Handler(place_order),
    ListOrders: Handler(list_orders),
    ShowOrder: Handler(show_order),
    ShowDealerOrder: Handler(show_dealer_order),
    ExplainPrice: Handler(explain_price),
    ShowApproval: Handler(show_approval),
    ListApprovals: Handler(list_approvals),
    CancelOrder: Handler(cancel_order),
    PreviewCancel: Handler(preview_cancel),
    DecideOrder: Handler(decide_order),
    DecideMany: Handler(decide_many),
    DryRunApproval: Handler(dry_run_approval),
    AcceptCounter: Handler(accept_counter),
    DeclineCounter: Handler(decline_counter),
    AnswerQuestion: Handler(answer_question),
    RemindApprovers: Handler(remind_approvers),
    CloseOverdueApprovals: Handler(close_overdue_approvals),
    SetApprovalRule: Handler(set_approval_rule),
    RemoveApprovalRule: Handler(remove_approval_rule),
    ListApprovalRules: Handler(list_approval_rules),
    SetDeputy: Handler(set_deputy),
    SetDeputyFor: Handler(set_deputy_for),
    SetApproverRegion: Handler(set_approver_region),
    ListStandIns: Handler(list_stand_ins),
    RequestPrice: Handler(request_price),
    WithdrawPriceRequest: Handler(withdraw_price_request),
    ShowPriceRequest: Handler(show_price_request),
    ShowPriceApproval: Handler(show_price_approval),
    ListPriceApprovals: Handler(list_price_approvals),
    DecidePriceRequest: Handler(decide_price_request),
    SaveQuotation: Handler(save_quotation),
    ShowQuotation: Handler(show_quotation),
    ListQuotations: Handler(list_quotations),
    OrderQuotation: Handler(order_quotation),
    RemindQuotations: Handler(remind_quotations),
    SetQuotationDays: Handler(set_quotation_days),
    SetDayWorth: Handler(set_day_worth),
    ShowDayWorth: Handler(show_day_worth),
    ShowQuotationDays: Handler(show_quotation_days),
    PreviewSplit: Handler(preview_split),
    PreviewOffer: Handler(preview_offer),
    ShowWaysOut: Handler(show_ways_out),
    SendWhatFits: Handler(send_what_fits),
    ChangeOrder: Handler(change_order),
    ListWaitingApprovals: Handler(list_waiting_approvals),
    FindPrepared: Handler(find_prepared),
    PrepareOrder: Handler(prepare_order, prepare=read_for_dealer),
    SettlePrepared: Handler(settle_prepared),
    DropPrepared: Handler(drop_prepared),
    ShowPrepared: Handler(show_prepared),
    SendPrepared: Handler(send_prepared),
    ExpirePrepared: Handler(expire_prepared),
    TakePrepared: Handler(take_prepared),
    DeclinePrepared: Handler(decline_prepared),
    ExplainDecline: Handler(explain_decline),
}
