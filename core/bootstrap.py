"""The only wiring: settings in, a Core out. Each domain lists its own commands and queries by hand."""

from __future__ import annotations

from core.alarms import handlers as alarms
from core.audit import handlers as audit
from core.billing import handlers as billing
from core.billing.missing_goods import CreditsMissing
from core.catalog import handlers as catalog
from core.channel import handlers as channel
from core.credit import handlers as credit
from core.dealers import handlers as dealers
from core.deliveries import carriers, crediting
from core.deliveries import handlers as deliveries
from core.dispatch import handlers as dispatch
from core.dispatch import phones
from core.dispatch.promises import RoutePromises
from core.driving import handlers as driving
from core.driving.positions import ToldPositions
from core.feedback import handlers as feedback
from core.forecasting import handlers as forecasting
from core.infra import handlers as infra
from core.infra.db import Database
from core.infra.door import Core, Handler
from core.infra.settings import Settings
from core.intake import handlers as intake
from core.intake.use_cases.watch_stock import tell_who_waited
from core.integrations import handlers as integrations
from core.integrations.carriers.http import http_carriers
from core.kernel.clock import Clock, SystemClock
from core.orders import direct, promising
from core.orders import handlers as orders
from core.orders.backorders import follow_goods
from core.pricing import handlers as pricing
from core.protection import handlers as protection
from core.reporting import handlers as reporting
from core.returns import handlers as returns
from core.stock import handlers as stock
from core.support import handlers as support
from core.templates import handlers as templates
from core.vendors import handlers as vendors
from core.vendors.supplying import VendorsSupply

HANDLERS: dict[type, Handler] = {
    **alarms.HANDLERS,
    **audit.HANDLERS,
    **billing.HANDLERS,
    **catalog.HANDLERS,
    **channel.HANDLERS,
    **credit.HANDLERS,
    **dealers.HANDLERS,
    **deliveries.HANDLERS,
    **dispatch.HANDLERS,
    **driving.HANDLERS,
    **feedback.HANDLERS,
    **forecasting.HANDLERS,
    **infra.HANDLERS,
    **intake.HANDLERS,
    **integrations.HANDLERS,
    **orders.HANDLERS,
    **pricing.HANDLERS,
    **protection.HANDLERS,
    **reporting.HANDLERS,
    **returns.HANDLERS,
    **stock.HANDLERS,
    **support.HANDLERS,
    **templates.HANDLERS,
    **vendors.HANDLERS,
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
    "invoices_due": ("chat",),
    "credit_note_issued": ("chat",),
    "credit_note_reversed": ("chat",),
    "order_decided": ("chat",),
    "order_released": ("chat",),
    "order_cancelled": ("chat",),
    "order_amended": ("chat",),
    "order_back_ordered": ("chat",),
    "moves_asked": ("chat",),
    "back_order_released": ("chat",),
    "promise_changed": ("chat",),
    "freight_moved": ("chat",),
    "order_shared": ("chat",),
    "holiday_moved": ("chat",),
    "counter_offered": ("chat",),
    "counter_answered": ("chat",),
    "question_asked": ("chat",),
    "question_answered": ("chat",),
    "price_request_decided": ("chat",),
    "quotation_expiring": ("chat",),
    "deputy_set": ("chat",),
    "picked_short": ("chat",),
    "fetched_short": ("chat",),
    "carrier_booked": ("chat",),
    "carrier_not_booked": ("chat",),
    "booking_not_cancelled": ("chat",),
    "shipment_moved": ("chat",),
    "goods_refused": ("chat",),
    "stop_is_next": ("chat",),
    "delivery_proved": ("chat",),
    "delivery_failed": ("chat",),
    "delivery_rated": ("chat",),
    "rating_explained": ("chat",),
    "survey_ended": ("chat",),
    "act_refused": ("chat",),
    "load_lacking": ("chat",),
    "door_money_taken": ("chat",),
    "door_money_corrected": ("chat",),
    "shift_closed": ("chat",),
    "route_published": ("chat",),
    "route_changed": ("chat",),
    "route_given": ("chat",),
    "window_told": ("chat",),
    "delivery_put_off": ("chat",),
    "purchase_sent": ("chat",),
    "purchase_moved_on": ("chat",),
    "purchase_unanswered": ("chat",),
    "offer_ended": ("chat",),
    "back_in_stock": ("chat",),
    "lots_expired": ("chat",),
    "expiring_offered": ("chat",),
    "stock_proposed": ("chat",),
    "task_opened": ("chat",),
    "task_given": ("chat",),
    "task_snoozed": ("chat",),
    "task_back": ("chat",),
    "task_escalated": ("chat",),
    "task_ended": ("chat",),
    "person_joined": ("chat",),
    "chat_connected": ("chat",),
    "second_factor_locked": ("chat",),
    "second_factor_removed": ("chat",),
    "tier_moved": ("chat",),
    "tier_move_announced": ("chat",),
    "tier_move_cancelled": ("chat",),
    "tier_move_declined": ("chat",),
    "return_agreed": ("chat",),
    "return_declined": ("chat",),
    "return_received": ("chat",),
    "rebate_stated": ("chat",),
    "standing_shown": ("chat",),
    "standing_placed": ("chat",),
    "standing_failed": ("chat",),
    "rebate_settled": ("chat",),
    "price_protection_offered": ("chat",),
    "protection_decided": ("chat",),
    "dealers_silent": ("chat",),
    "dealer_written": ("chat",),
    "order_prepared": ("chat",),
    "prepared_placed": ("chat",),
    "prepared_declined": ("chat",),
    "decline_explained": ("chat",),
    "prepared_expired": ("chat",),
    "conversation_opened": ("chat",),
    "conversation_taken_up": ("chat",),
    "conversation_passed_on": ("chat",),
    "conversation_said": ("chat",),
    "conversation_read": ("chat",),
    "conversation_closed": ("chat",),
}


def build(settings: Settings, *, clock: Clock | None = None) -> Core:
    """A Core on the database of ``settings``; the database must be migrated (``core.migrations.upgrade``)."""
    promises = RoutePromises()
    core = Core(
        settings=settings,
        database=Database(settings.database_url),
        clock=clock or SystemClock(),
        handlers=HANDLERS,
        subscribers=SUBSCRIBERS,
        followers=(follow_goods, tell_who_waited),
        ports={
            direct.PORT: VendorsSupply(),
            crediting.PORT: CreditsMissing(),
            promising.PORT: promises,
            phones.PORT: ToldPositions(),
            carriers.PORT: http_carriers(settings.carrier_services),
        },
    )
    promises.count = lambda roads: core.telemetry.roads.labels(roads).inc()
    return core
