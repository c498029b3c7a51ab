"""Phrases whose keys are put together: all of each family, from the enums and classes that name them."""

from __future__ import annotations

from collections.abc import Iterable

from bot.audit.screens import ORIGINS
from bot.dealer.catalogue.screens import ATTRIBUTES
from bot.dealer.templates.standing_screens import REASONS as STANDING_REASONS
from bot.dealer.tracking.screens import NEWS, SAYS_NEXT
from bot.menu import OF_DEALERS, OF_EVERYBODY
from bot.office.areas.party_fields import SELLER_FIELDS
from bot.office.areas.policy_kinds import RULES
from bot.office.areas.rule_fields import RULE_FIELDS, Pace
from bot.office.command import Area
from bot.office.routes.screens import DOUBTFUL
from bot.office.table import COMMANDS as ADMIN_COMMANDS
from bot.office.table import ELSEWHERE
from bot.staff.approvals.callbacks import REASONS, TIER_REASONS
from bot.staff.approvals.wording import RELEASES
from bot.vendor.screens import GIVE_REASONS, NOT_FETCHED, SILENT
from bot.vendor.screens import REASONS as CANNOT_REASONS
from core.alarms.types import AlarmKind
from core.allocation.types import OptionKind
from core.approvals.types import TIME_OVER, ApprovalState, Duty, EndAction, TriggerKind
from core.billing.types import InvoiceMoment
from core.channel.rebate_types import RebatePeriod
from core.channel.types import BroadcastState, Delivery, MoveState, NoticeKind, Outcome
from core.credit.types import Posted
from core.dealers.use_cases.change_dealer import DealerField
from core.dealers.use_cases.change_person import PersonField
from core.deliveries.booking_types import Reason, Refusal
from core.deliveries.types import Lack, Way
from core.dispatch.errors import VAN_LACKS
from core.dispatch.plan_types import POLICY_BOUNDS, IncidentKind
from core.dispatch.types import ChangeKind
from core.driving.types import REASONS as REASONS_AT_DOOR
from core.driving.types import ActKind, CauseKind, DoorMoneyKind, DoorMoneyState, Flag, Need
from core.intake.engine.tables.columns import Role as ColumnRole
from core.intake.engine.tables.rows import FaultCode
from core.intake.engine.units import ordering_words
from core.intake.types import AskWhy
from core.intake.use_cases.read_goods import GoodsFault
from core.integrations.master_data.types import RowCode
from core.kernel.actor import DEALER_ROLES, STAFF_ROLES, Role
from core.kernel.days import NAMED_DAYS
from core.orders.backorders import PROMISE_REASONS
from core.orders.engine.partnering import DIRECT, LATER, PARTNER
from core.orders.offer_types import OfferState
from core.orders.quotation_types import PriceRequestState
from core.orders.supply_types import WhenShort
from core.orders.types import OrderMark, OrderState
from core.pricing.types import RuleKind
from core.protection.types import WhyNot
from core.reporting.engine.fields import FIELDS
from core.reporting.engine.periods import WORDS
from core.reporting.own_types import Figure, Span
from core.reporting.territory_types import TroubleKind
from core.reporting.types import Measure, Subject
from core.returns.types import ReturnReason
from core.routing.plan_types import RemedyKind
from core.stock.types import Light, Place
from core.stock.use_cases.set_aside import Move
from core.support.types import WordKind
from core.vendors.types import Frozen, PurchaseState, Ships
from tests.rules.phrase_use import (
    events,
    losing_whys,
    raised_fields,
    reasons,
    refusals,
    unread_kinds,
    wrong_arguments,
)

# What the driver API answers besides refusals of the core.
API_TROUBLES = {
    "signed_out", "app_header_missing", "too_fast", "code_wrong", "link_unfit", "start_data_unfit",
    "unreadable", "piece_too_large", "file_differs", "file_spoilt_no_picture",
    "file_spoilt_too_many_pixels", "file_spoilt_broken",
}  # fmt: skip
# What makes an order an exception; the others are about dealers.
ORDER_TRIGGERS = set(TriggerKind) - {
    TriggerKind.TIER_MOVE,
    TriggerKind.APPLICATION,
    TriggerKind.RETURNED_GOODS,
    TriggerKind.PRICE_PROTECTION,
}
# Blockers that the quote card says otherwise: an unclear line is asked about.
_UNSAID_BLOCKERS = {"unclear"}
# What a confirmed draft may become.
CONFIRMED = (OrderState.APPROVED, OrderState.HELD, OrderState.IN_REVIEW, OrderState.BACK_ORDERED)


def family_keys() -> dict[str, set[str]]:
    """All keys of each family, from the enums and classes that the keys are put together from."""
    unusable = {fields["why"] for fields in raised_fields()["InviteUnusable"]}
    blockers = {code.removeprefix("order.") for code in reasons("order.")} - _UNSAID_BLOCKERS
    endings: dict[str, Iterable[str]] = {
        **{family: list(AlarmKind) for family in ("alarm.", "alarmwhy.", "alarmdo.", "alarmrule.")},
        "admin.": {command.key for command in (*ADMIN_COMMANDS, *ELSEWHERE)},
        "approval.": {state.value for state in ApprovalState if state is not ApprovalState.OPEN},
        "area.": {area.value for area in Area},
        "attribute.": {name.replace(" ", "_") for name in ATTRIBUTES},
        "inline.": {light.value for light in Light},
        "figures.": {figure.value for figure in Figure},
        "release.": RELEASES,
        "wordkind.": set(WordKind) - {WordKind.TEXT},
        "weekday.": {str(day) for day in range(7)},
        "filecolumn.": list(ColumnRole),
        "filefault.": list(FaultCode),
        "standingwhy.": {"other", *STANDING_REASONS},
        "figurename.": {figure.value for figure in Figure},
        "span.": {span.value for span in Span},
        "ask.": {why.value for why in AskWhy},
        "bcstate.": list(BroadcastState),
        "bookingout.": list(Refusal),
        "bookingwhy.": list(Reason),
        "blocker.": blockers,
        "command.": {command.name for command in (*OF_DEALERS, *OF_EVERYBODY)},
        "countered.": set(OfferState) - {OfferState.OPEN, OfferState.WITHDRAWN},
        "decline.": (*REASONS, *TIER_REASONS, TIME_OVER),
        "delivery.": set(Delivery) - {Delivery.WAITING},
        "error.": {
            *refusals(),
            *(f"invite_unusable.{why}" for why in unusable),
            *(f"van_lacks.{why}" for why in VAN_LACKS),
        },
        "field.": {
            *("currency", "person", "answer", "remark"),
            *(field.name for fields in FIELDS.values() for field in fields),
        },
        "measure.": list(Measure),
        "moment.": list(InvoiceMoment),
        "paper.": SELLER_FIELDS,
        "param.": {param.name for command in ADMIN_COMMANDS for param in command.params},
        "event.": events(),
        "driveapi.": API_TROUBLES,
        "drivechange.": list(ChangeKind),
        "doorcause.": {reason for some in REASONS_AT_DOOR.values() for reason in some},
        "doorkind.": {*CauseKind, ActKind.DELIVERED, ActKind.MONEY_CORRECTED},
        "doormoney.": list(DoorMoneyKind),
        "doorstate.": set(DoorMoneyState) - {DoorMoneyState.TAKEN},
        "need.": list(Need),
        "proofflag.": list(Flag),
        "lack.": {*Lack, "broken", "cancelled"},
        "nextstep.": {*SAYS_NEXT, "pick_up"},
        "tracking.": NEWS,
        "way.": list(Way),
        "change.": {*ChangeKind, "take_over"},
        "happened.": list(IncidentKind),
        "roadsource.": DOUBTFUL,
        "remedy.": {"window_earlier", "window_later", *(set(RemedyKind) - {RemedyKind.WINDOW})},
        "routingrule.": POLICY_BOUNDS,
        "routingunit.": {rule.rpartition("_")[2] for rule in POLICY_BOUNDS if "_" in rule},
        "routesif.": ("van", "early", "lock", "move"),
        "unserved.": {"no_position", *(code.removeprefix("routing.") for code in reasons("routing."))},
        "fact.": {*DealerField, *PersonField},
        "origin.": ORIGINS,
        "movestate.": list(MoveState),
        "rebate.": list(RebatePeriod),
        "noticekind.": list(NoticeKind),
        "trouble.": list(TroubleKind),
        "amended.": CONFIRMED,
        "placed.": CONFIRMED,
        "plankind.": list(OptionKind),
        "promise.": PROMISE_REASONS,
        "short.": ("ask", *WhenShort, "urgent", "normal"),
        "outcome.": set(Outcome) - {Outcome.UP, Outcome.DOWN},
        "period.": {"days", *WORDS, *(name.replace(" ", "_") for name in NAMED_DAYS)},
        "posted.": list(Posted),
        "policy.": RULES,
        "reason.": {*(code.removeprefix("credit.") for code in reasons("credit.")), *ORDER_TRIGGERS},
        "request.": list(ApprovalState),
        "move.": list(Move),
        "place.": set(Place) - {Place.ON_HAND},
        "goodsfault.": list(GoodsFault),
        "returnwhy.": list(ReturnReason),
        **{family: list(WhyNot) for family in ("protectionnot.", "protectionnotof.")},
        "role.": {role.value for role in (*DEALER_ROLES, *STAFF_ROLES, Role.VENDOR)},
        "cannot.": CANNOT_REASONS,
        "cannotgive.": (*GIVE_REASONS, SILENT, NOT_FETCHED),
        "givestate.": list(PurchaseState),
        "supplyway.": (PARTNER, DIRECT, LATER),
        "frozen.": list(Frozen),
        "purchasestate.": list(PurchaseState),
        "ships.": list(Ships),
        "row.": {code.value for code in RowCode},
        "duty.": list(Duty),
        "ruleend.": list(EndAction),
        "rulefield.": RULE_FIELDS,
        "rulepace.": list(Pace),
        "rule.": {kind.value for kind in RuleKind},
        "state.": {*OrderState, *OrderMark},
        "subject.": list(Subject),
        "trigger.": list(TriggerKind),
        "unit.": set(ordering_words().values()),
        "unread.": unread_kinds(),
        "wish.": set(PriceRequestState) - {PriceRequestState.OPEN},
        "wrong.": wrong_arguments(),
        "why.": {*losing_whys(), "excluded", "worse"},
    }
    return {family: {family + ending for ending in all_of_it} for family, all_of_it in endings.items()}
