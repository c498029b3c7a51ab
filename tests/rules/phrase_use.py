"""Which phrases the source says: found by reading it, so that no list has to be kept by hand."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import core
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
from core.kernel.errors import Refused
from core.kernel.events import Event
from core.orders.backorders import PROMISE_REASONS
from core.orders.engine.partnering import DIRECT, LATER, PARTNER
from core.orders.offer_types import OfferState
from core.orders.quotation_types import PriceRequestState
from core.orders.supply_types import WhenShort
from core.orders.types import OrderMark, OrderState
from core.pricing.types import RuleKind, Why
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

ROOT = Path(__file__).parents[2]
# Where phrases are said: in the chat, and on what is printed or drawn.
_SPEAKING = (
    "bot",
    "core/billing/documents",
    "core/deliveries/documents",
    "core/dispatch/documents",
    "core/driving/documents",
    "core/feedback/documents",
    "core/feedback/use_cases",
    "driver_app_api/driver",
    "core/reporting/documents",
)
# What the driver API answers besides refusals of the core.
API_TROUBLES = {
    "signed_out", "app_header_missing", "too_fast", "code_wrong", "link_unfit", "start_data_unfit",
    "unreadable", "piece_too_large", "file_differs", "file_spoilt_no_picture",
    "file_spoilt_too_many_pixels", "file_spoilt_broken",
}  # fmt: skip
_SPEAKERS = {"say", "tell", "_sentence", "button"}
# What makes an order an exception; the others are about dealers.
ORDER_TRIGGERS = set(TriggerKind) - {
    TriggerKind.TIER_MOVE,
    TriggerKind.APPLICATION,
    TriggerKind.RETURNED_GOODS,
    TriggerKind.PRICE_PROTECTION,
}
# Blockers that the quote card says otherwise: an unclear line is asked about.
_UNSAID_BLOCKERS = {"unclear"}
# A rule that lost for want of a cost must not tell the dealer so; it "does not apply here".
_UNTOLD_WHYS = {Why.COST_UNKNOWN, Why.NO_STANDARD}


@dataclass(frozen=True, slots=True)
class Said:
    """One place of the source that says a phrase by its literal key; given None: fields unknown (**)."""

    where: str
    key: str
    is_counted: bool
    given: frozenset[str] | None


_LOOKED_AT = (
    ast.Call,
    ast.Raise,
    ast.Attribute,
    ast.Constant,
    ast.keyword,
    ast.FunctionDef,
    ast.JoinedStr,
)


@cache
def _looked_at(folder: str) -> tuple[tuple[Path, ast.AST], ...]:
    """Walked once: the tests below look at a million nodes each."""
    return tuple(
        (path, node)
        for path in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, _LOOKED_AT)
    )


# What a confirmed draft may become.
CONFIRMED = (OrderState.APPROVED, OrderState.HELD, OrderState.IN_REVIEW, OrderState.BACK_ORDERED)


def _nodes(*folders: str) -> Iterator[tuple[Path, ast.AST]]:
    for folder in folders:
        yield from _looked_at(folder)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _text(node: ast.AST | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def literal_keys(namespaces: Iterable[str]) -> set[str]:
    """Every string in the bot that looks like a key of one of the namespaces, reason codes left out."""
    shape = re.compile(rf"(?:{'|'.join(sorted(namespaces))})(?:\.[a-z_]+)+")
    found = {text for _, node in _nodes(*_SPEAKING) if (text := _text(node)) and shape.fullmatch(text)}
    return found - set(reasons("order."))


def page_keys() -> set[str]:
    """Keys that the scripts of the driver's phone say; they stand there in full."""
    page = ROOT / "driver_app_api/web/page"
    scripts = sorted(path for path in page.rglob("*.js") if path.parent.name != "vendor")
    return {key for path in scripts for key in re.findall(r'"(driver\.[a-z_]+)"', path.read_text("utf-8"))}


def key_families() -> set[str]:
    """The beginnings of keys that are put together: "ask." of f"ask.{why.value}"."""
    found = set()
    for _, node in _nodes(*_SPEAKING):
        if isinstance(node, ast.JoinedStr) and node.values:
            text = _text(node.values[0]) or ""
            if re.fullmatch(r"[a-z]+\.", text):
                found.add(text)
    return found


def places_that_say() -> Iterator[Said]:
    """Calls of say and tell with literal keys; a count is their second positional argument."""
    for path, node in _nodes(*_SPEAKING):
        if not isinstance(node, ast.Call) or _name(node.func) not in _SPEAKERS or not node.args:
            continue
        first = node.args[0]
        options = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
        names = [keyword.arg for keyword in node.keywords]
        second = node.args[1] if len(node.args) > 1 else None
        is_counted = second is not None and not (isinstance(second, ast.Constant) and second.value is None)
        is_open = None in names or _name(node.func) in ("button", "_sentence")
        given = None if is_open else frozenset(name for name in names if name)
        for key in filter(None, map(_text, options)):
            yield Said(f"{path.relative_to(ROOT)}:{node.lineno}", key, is_counted and not is_open, given)


def reasons(prefix: str) -> dict[str, frozenset[str]]:
    """Codes of Reason and Said values in core that begin so, with the names of their parameters."""
    found: dict[str, frozenset[str]] = {}
    for _, node in _nodes("core"):
        if not isinstance(node, ast.Call) or _name(node.func) not in ("Reason", "Said") or not node.args:
            continue
        first = node.args[0]
        options = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
        params = node.args[1] if len(node.args) > 1 else None
        names = {_text(key) for key in params.keys} if isinstance(params, ast.Dict) else set()
        for code in filter(None, map(_text, options)):
            if code.startswith(prefix):
                found[code] = frozenset(name for name in names if name)
    return found


def refusals() -> dict[str, type[Refused]]:
    """Every refusal of core by its code; all modules are imported, so none is missed."""
    for module in pkgutil.walk_packages(core.__path__, "core."):
        if not module.name.startswith("core.migrations"):
            importlib.import_module(module.name)
    found: dict[str, type[Refused]] = {}
    todo: list[type[Refused]] = [Refused]
    while todo:
        one = todo.pop()
        found[one.code] = one
        todo.extend(one.__subclasses__())
    return {code: one for code, one in found.items() if one.__module__.startswith("core.")}


def events() -> set[str]:
    """The name of every event of core: the journal is read in words."""
    refusals()  # imports all modules
    return {one.name for one in Event.__subclasses__() if one.__module__.startswith("core.")}


def raised_fields() -> dict[str, list[dict[str, str | None]]]:
    """Fields of each ``raise Refusal(...)`` in core, by the refusal's class name (value: its literal)."""
    known = {one.__name__ for one in refusals().values()}
    found: dict[str, list[dict[str, str | None]]] = {}
    for _, node in _nodes("core"):
        if not isinstance(node, ast.Raise) or node.exc is None:
            continue
        call = node.exc
        name = _name(call.func) if isinstance(call, ast.Call) else _name(call)
        if name in known:
            keywords = call.keywords if isinstance(call, ast.Call) else []
            fields = {keyword.arg: _text(keyword.value) for keyword in keywords if keyword.arg}
            found.setdefault(name, []).append(fields)
    return found


def closer_keys() -> set[str]:
    """Keys that say a refusal more closely where there are words for it: error.<code>.<why or what>."""
    by_class = {one.__name__: code for code, one in refusals().items()}
    return {
        f"error.{by_class[name]}.{fields.get('why') or fields.get('what')}"
        for name, places in raised_fields().items()
        for fields in places
    }


def losing_whys() -> set[str]:
    """Codes a losing price rule can carry: those named in the modules where rules lose."""
    found = set()
    for path, node in _nodes("core/pricing/engine"):
        if path.name not in ("regular_price.py", "offers.py", "quotations.py"):
            continue
        if isinstance(node, ast.Attribute) and _name(node.value) == "Why":
            found.add(Why[node.attr])
    silent = {why for why in found if why.name.startswith(("COUPON_", "NO_PRICE"))} | _UNTOLD_WHYS
    return {why.value.removeprefix("pricing.") for why in found - silent}


def wrong_arguments() -> set[str]:
    """What the kinds of arguments say is wrong: the literals given as ``wrong``."""
    return {
        text
        for _, node in _nodes("bot/office")
        if isinstance(node, ast.keyword) and node.arg == "wrong" and (text := _text(node.value))
    } | {"language"}  # of a fact of a dealer or a person, which names what is wrong by its own name


def _unread_kinds() -> set[str]:
    for _, node in _nodes("bot"):
        if isinstance(node, ast.FunctionDef) and node.name == "unread_kind":
            texts = {_text(one.value) for one in ast.walk(node) if isinstance(one, ast.Return)}
            return {text for text in texts if text}
    raise AssertionError("unread_kind is gone")


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
        "unread.": _unread_kinds(),
        "wish.": set(PriceRequestState) - {PriceRequestState.OPEN},
        "wrong.": wrong_arguments(),
        "why.": {*losing_whys(), "excluded", "worse"},
    }
    return {family: {family + ending for ending in all_of_it} for family, all_of_it in endings.items()}
