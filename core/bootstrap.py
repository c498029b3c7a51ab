"""The only wiring: settings in, a Core out. Each command and query is listed here by hand."""

from __future__ import annotations

from core.audit.use_cases.check_books import CheckBooks, check_books
from core.audit.use_cases.show_audit import FindAudited, ShowAudit, find_audited, show_audit
from core.billing.use_cases.check_ledgers import CheckLedgers, check_ledgers
from core.billing.use_cases.create_credit_note import CreateCreditNote, create_credit_note
from core.billing.use_cases.create_invoices import (
    CreateInvoices,
    PreviewInvoices,
    create_invoices,
    preview_invoices,
)
from core.billing.use_cases.hold_account import (
    HoldAccount,
    PreviewHold,
    ReleaseAccount,
    hold_account,
    preview_hold,
    release_account,
)
from core.billing.use_cases.record_payment import (
    PreviewPayment,
    RecordPayment,
    preview_payment,
    record_payment,
)
from core.billing.use_cases.render_document import RenderDocument, render_document
from core.billing.use_cases.reverse_payment import ReversePayment, reverse_payment
from core.billing.use_cases.set_credit_limit import (
    PreviewCreditLimit,
    SetCreditLimit,
    preview_credit_limit,
    set_credit_limit,
)
from core.billing.use_cases.set_credit_policy import (
    PreviewCreditPolicy,
    SetCreditPolicy,
    ShowCreditPolicy,
    preview_credit_policy,
    set_credit_policy,
    show_credit_policy,
)
from core.billing.use_cases.set_parties import (
    SetBillingParty,
    SetSeller,
    ShowBillingParty,
    ShowSeller,
    set_billing_party,
    set_seller,
    show_billing_party,
    show_seller,
)
from core.billing.use_cases.show_account import (
    ListDueDates,
    ShowAgeing,
    ShowStatement,
    list_due_dates,
    show_ageing,
    show_statement,
)
from core.billing.use_cases.show_documents import (
    ListInvoices,
    ListReceipts,
    ShowInvoice,
    ShowReceipt,
    list_invoices,
    list_receipts,
    show_invoice,
    show_receipt,
)
from core.billing.use_cases.show_waiting import ListWaiting, list_waiting
from core.billing.use_cases.take_payment_notice import TakePaymentNotice, take_payment_notice
from core.channel.use_cases.broadcast import (
    CancelBroadcast,
    ListBroadcasts,
    PreviewBroadcast,
    ScheduleBroadcast,
    ShowBroadcast,
    TakeNextPerson,
    cancel_broadcast,
    list_broadcasts,
    preview_broadcast,
    schedule_broadcast,
    show_broadcast,
    take_next_person,
)
from core.channel.use_cases.list_sub_dealers import ListSubDealers, list_sub_dealers
from core.channel.use_cases.move_tier import (
    DecideTierMove,
    ListTierMoves,
    RequestTierMove,
    ShowTierMove,
    decide_tier_move,
    list_tier_moves,
    request_tier_move,
    show_tier_move,
)
from core.channel.use_cases.review_tiers import PreviewTiers, ReviewTiers, preview_tiers, review_tiers
from core.channel.use_cases.set_tier_rules import (
    SetTierNotice,
    SetTierThreshold,
    ShowTierRules,
    set_tier_notice,
    set_tier_threshold,
    show_tier_rules,
)
from core.channel.use_cases.switch_notices import (
    ShowNoticeSwitches,
    SwitchNotices,
    show_notice_switches,
    switch_notices,
)
from core.credit.use_cases.show_credit import ShowCredit, show_credit
from core.credit.use_cases.show_dealer_credit import ShowDealerCredit, show_dealer_credit
from core.dealers.use_cases.accept_invite import AcceptInvite, accept_invite
from core.dealers.use_cases.add_person import AddPerson, add_person
from core.dealers.use_cases.block_person import BlockPerson, block_person
from core.dealers.use_cases.change_dealer import AssignRep, SetDealerActive, assign_rep, set_dealer_active
from core.dealers.use_cases.change_team import ChangeRole, RemoveColleague, change_role, remove_colleague
from core.dealers.use_cases.choose_language import ChooseLanguage, choose_language
from core.dealers.use_cases.create_invite import CreateInvite, create_invite
from core.dealers.use_cases.enrol_second_factor import (
    ConfirmSecondFactor,
    EnrolSecondFactor,
    RenewRecoveryCodes,
    confirm_second_factor,
    enrol_second_factor,
    renew_recovery_codes,
)
from core.dealers.use_cases.find_dealers import (
    FindDealers,
    FindPeople,
    ListDealers,
    ListRegions,
    ListReps,
    ShowDealer,
    find_dealers,
    find_people,
    list_dealers,
    list_regions,
    list_reps,
    show_dealer,
)
from core.dealers.use_cases.find_recipients import FindRecipients, find_recipients
from core.dealers.use_cases.identify_chat import IdentifyChat, identify_chat
from core.dealers.use_cases.invite_colleague import (
    InviteColleague,
    InviteMember,
    MakeTeamLink,
    invite_colleague,
    invite_member,
    make_team_link,
)
from core.dealers.use_cases.list_places import ListPlaces, list_places
from core.dealers.use_cases.list_team import ListTeam, list_team
from core.dealers.use_cases.open_invite import OpenInvite, open_invite
from core.dealers.use_cases.prove_second_factor import ProveSecondFactor, prove_second_factor
from core.dealers.use_cases.remove_second_factor import (
    DropSecondFactor,
    ResetSecondFactor,
    drop_second_factor,
    reset_second_factor,
)
from core.dealers.use_cases.show_security import ShowSecurity, show_security
from core.dealers.use_cases.sign_out import (
    LinkChat,
    NoteSeen,
    SignOut,
    SignOutOthers,
    link_chat,
    note_seen,
    sign_out,
    sign_out_others,
)
from core.infra.db import Database
from core.infra.door import Core, Handler
from core.infra.health import ShowHealth, ShowSettings, show_health, show_settings
from core.infra.settings import Settings
from core.intake.use_cases.find_products import FindProducts, find_products
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
from core.orders import handlers as orders
from core.pricing.use_cases.create_dealer import CreateDealer, create_dealer
from core.pricing.use_cases.set_band import (
    ListBands,
    PreviewBand,
    SetBand,
    list_band_views,
    preview_band,
    set_band,
)
from core.pricing.use_cases.set_price import PreviewPrice, SetPrice, preview_price, set_price
from core.pricing.use_cases.set_promotion import (
    ChangePromotion,
    CreatePromotion,
    EndPromotion,
    ListPromotions,
    PreviewPromotion,
    change_promotion,
    create_promotion,
    end_promotion,
    list_promotions,
    preview_promotion,
)
from core.pricing.use_cases.set_rate import PreviewRate, SetRate, preview_rate, set_rate
from core.pricing.use_cases.set_resale_price import (
    ListOwnPrices,
    SetResalePrice,
    ShowOwnPrice,
    list_own_prices,
    set_resale_price,
    show_own_price,
)
from core.pricing.use_cases.set_terms import (
    ListTiers,
    PreviewTerms,
    SetTerms,
    list_tiers,
    preview_terms,
    set_terms,
)
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
from core.reporting.use_cases.show_today import (
    ChooseTaste,
    DrawToday,
    ShowToday,
    choose_taste,
    draw_today,
    show_today,
)
from core.stock.use_cases.correct_stock import (
    CorrectStock,
    ListWarehouses,
    PreviewStockCorrection,
    ShowStock,
    correct_stock,
    list_warehouses,
    preview_stock_correction,
    show_stock,
)

HANDLERS: dict[type, Handler] = {
    # drafts, orders, approvals
    **orders.HANDLERS,
    # who is who
    IdentifyChat: Handler(identify_chat),
    CreateInvite: Handler(create_invite),
    OpenInvite: Handler(open_invite),
    AcceptInvite: Handler(accept_invite),
    ChooseLanguage: Handler(choose_language),
    BlockPerson: Handler(block_person),
    ListPlaces: Handler(list_places),
    FindRecipients: Handler(find_recipients),
    # people and safety
    ListTeam: Handler(list_team),
    MakeTeamLink: Handler(make_team_link),
    InviteColleague: Handler(invite_colleague),
    InviteMember: Handler(invite_member),
    ChangeRole: Handler(change_role),
    RemoveColleague: Handler(remove_colleague),
    ShowSecurity: Handler(show_security),
    LinkChat: Handler(link_chat),
    SignOut: Handler(sign_out),
    SignOutOthers: Handler(sign_out_others),
    NoteSeen: Handler(note_seen),
    EnrolSecondFactor: Handler(enrol_second_factor),
    ConfirmSecondFactor: Handler(confirm_second_factor),
    RenewRecoveryCodes: Handler(renew_recovery_codes),
    ProveSecondFactor: Handler(prove_second_factor),
    DropSecondFactor: Handler(drop_second_factor),
    ResetSecondFactor: Handler(reset_second_factor),
    # looking back
    FindAudited: Handler(find_audited),
    ShowAudit: Handler(show_audit),
    CheckBooks: Handler(check_books),
    # master data
    ImportTable: Handler(import_table, prepare=read_table),
    ImportTables: Handler(import_tables, prepare=read_tables),
    ExportTable: Handler(export_table),
    # the back office
    FindDealers: Handler(find_dealers),
    FindPeople: Handler(find_people),
    FindProducts: Handler(find_products),
    ListDealers: Handler(list_dealers),
    ListRegions: Handler(list_regions),
    ListReps: Handler(list_reps),
    ListTiers: Handler(list_tiers),
    ListWarehouses: Handler(list_warehouses),
    ListPromotions: Handler(list_promotions),
    ShowDealer: Handler(show_dealer),
    ShowDealerCredit: Handler(show_dealer_credit),
    CreateDealer: Handler(create_dealer),
    AssignRep: Handler(assign_rep),
    SetDealerActive: Handler(set_dealer_active),
    AddPerson: Handler(add_person),
    PreviewPrice: Handler(preview_price),
    SetPrice: Handler(set_price),
    PreviewRate: Handler(preview_rate),
    SetRate: Handler(set_rate),
    PreviewPromotion: Handler(preview_promotion),
    CreatePromotion: Handler(create_promotion),
    ChangePromotion: Handler(change_promotion),
    EndPromotion: Handler(end_promotion),
    PreviewTerms: Handler(preview_terms),
    SetTerms: Handler(set_terms),
    ShowStock: Handler(show_stock),
    PreviewStockCorrection: Handler(preview_stock_correction),
    CorrectStock: Handler(correct_stock),
    ShowHealth: Handler(show_health),
    ShowSettings: Handler(show_settings),
    # credit and billing
    ShowCredit: Handler(show_credit),
    PreviewCreditLimit: Handler(preview_credit_limit),
    SetCreditLimit: Handler(set_credit_limit),
    ShowCreditPolicy: Handler(show_credit_policy),
    PreviewCreditPolicy: Handler(preview_credit_policy),
    SetCreditPolicy: Handler(set_credit_policy),
    PreviewHold: Handler(preview_hold),
    HoldAccount: Handler(hold_account),
    ReleaseAccount: Handler(release_account),
    PreviewInvoices: Handler(preview_invoices),
    CreateInvoices: Handler(create_invoices),
    PreviewPayment: Handler(preview_payment),
    RecordPayment: Handler(record_payment),
    TakePaymentNotice: Handler(take_payment_notice),
    ReversePayment: Handler(reverse_payment),
    CreateCreditNote: Handler(create_credit_note),
    ShowInvoice: Handler(show_invoice),
    RenderDocument: Handler(render_document),
    ListWaiting: Handler(list_waiting),
    ListInvoices: Handler(list_invoices),
    ShowReceipt: Handler(show_receipt),
    ListReceipts: Handler(list_receipts),
    ShowStatement: Handler(show_statement),
    ShowAgeing: Handler(show_ageing),
    ListDueDates: Handler(list_due_dates),
    ShowSeller: Handler(show_seller),
    SetSeller: Handler(set_seller),
    ShowBillingParty: Handler(show_billing_party),
    SetBillingParty: Handler(set_billing_party),
    CheckLedgers: Handler(check_ledgers),
    # the channel
    PreviewTiers: Handler(preview_tiers),
    ReviewTiers: Handler(review_tiers),
    RequestTierMove: Handler(request_tier_move),
    ShowTierMove: Handler(show_tier_move),
    ListTierMoves: Handler(list_tier_moves),
    DecideTierMove: Handler(decide_tier_move),
    ShowTierRules: Handler(show_tier_rules),
    SetTierThreshold: Handler(set_tier_threshold),
    SetTierNotice: Handler(set_tier_notice),
    PreviewBroadcast: Handler(preview_broadcast),
    ScheduleBroadcast: Handler(schedule_broadcast),
    CancelBroadcast: Handler(cancel_broadcast),
    ShowBroadcast: Handler(show_broadcast),
    ListBroadcasts: Handler(list_broadcasts),
    TakeNextPerson: Handler(take_next_person),
    ShowNoticeSwitches: Handler(show_notice_switches),
    SwitchNotices: Handler(switch_notices),
    ListSubDealers: Handler(list_sub_dealers),
    ListBands: Handler(list_band_views),
    PreviewBand: Handler(preview_band),
    SetBand: Handler(set_band),
    ShowOwnPrice: Handler(show_own_price),
    ListOwnPrices: Handler(list_own_prices),
    SetResalePrice: Handler(set_resale_price),
    # reports
    DrawToday: Handler(draw_today),
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

# Who hears of what: event name -> subscribers. "chat" is the bot's notices.
SUBSCRIBERS: dict[str, tuple[str, ...]] = {
    "approval_requested": ("chat",),
    "approval_step_passed": ("chat",),
    "approval_reminder": ("chat",),
    "approval_escalated": ("chat",),
    "payment_recorded": ("chat",),
    "payment_reversed": ("chat",),
    "invoice_issued": ("chat",),
    "credit_note_issued": ("chat",),
    "order_decided": ("chat",),
    "order_released": ("chat",),
    "order_cancelled": ("chat",),
    "counter_offered": ("chat",),
    "counter_answered": ("chat",),
    "question_asked": ("chat",),
    "question_answered": ("chat",),
    "person_joined": ("chat",),
    "chat_connected": ("chat",),
    "second_factor_locked": ("chat",),
    "second_factor_removed": ("chat",),
    "tier_moved": ("chat",),
    "tier_move_announced": ("chat",),
    "tier_move_cancelled": ("chat",),
    "tier_move_requested": ("chat",),
    "tier_move_declined": ("chat",),
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
