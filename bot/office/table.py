"""All admin commands in one table: the help, the menus, completion and permissions are read from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.office.areas import (
    alarms,
    approvals,
    clearance,
    dealers,
    door_money,
    evidence,
    facts,
    holidays,
    house,
    invoicing,
    money,
    office_hours,
    orders,
    parties,
    prices,
    proofs,
    protection,
    ratings,
    receipts,
    reminders,
    returns,
    stock,
    supply,
    transfer,
)
from bot.office.broadcasts import commands as broadcasts
from bot.office.command import AdminCommand, Area, Elsewhere
from bot.office.deliveries import commands as deliveries
from bot.office.rebates import commands as rebates
from bot.office.routes import commands as routes
from bot.office.routes import giving, roads
from bot.office.routes import policy as routing
from bot.office.survey import commands as surveys
from bot.office.tiers import commands as tiers
from bot.office.vendors import commands as vendors
from bot.office.vendors import partners
from bot.screen import OldButton
from core.kernel.actor import Actor, Permission

COMMANDS: tuple[AdminCommand, ...] = (
    *dealers.COMMANDS,
    *facts.COMMANDS,
    *money.COMMANDS,
    *door_money.COMMANDS,
    *invoicing.COMMANDS,
    *returns.COMMANDS,
    *protection.COMMANDS,
    *parties.COMMANDS,
    *prices.COMMANDS,
    *orders.COMMANDS,
    *stock.COMMANDS,
    *receipts.COMMANDS,
    *supply.COMMANDS,
    *clearance.COMMANDS,
    *deliveries.COMMANDS,
    *routes.COMMANDS,
    *giving.COMMANDS,
    *roads.COMMANDS,
    *routing.COMMANDS,
    *vendors.COMMANDS,
    *partners.COMMANDS,
    *approvals.COMMANDS,
    *transfer.COMMANDS,
    *tiers.COMMANDS,
    *rebates.COMMANDS,
    *broadcasts.COMMANDS,
    *surveys.COMMANDS,
    *proofs.COMMANDS,
    *ratings.COMMANDS,
    *reminders.COMMANDS,
    *holidays.COMMANDS,
    *evidence.COMMANDS,
    *alarms.COMMANDS,
    *house.COMMANDS,
    *office_hours.COMMANDS,
)
ELSEWHERE = (
    Elsewhere("approvals", Area.APPROVALS, Permission.APPROVAL_DECIDE),
    Elsewhere("cash", Area.MONEY, Permission.BILLING_EDIT),
    Elsewhere("causes", Area.ROUTES, Permission.DELIVERY_EDIT),
    Elsewhere("territory", Area.DEALERS, Permission.DEALERS_READ),
    Elsewhere("orderfor", Area.DEALERS, Permission.DEALER_CARE),
    Elsewhere("dormant", Area.DEALERS, Permission.DEALERS_READ),
    Elsewhere("overnight", Area.DEALERS, Permission.DEALERS_READ),
    Elsewhere("myfigures", Area.DEALERS, Permission.DEALERS_READ),
    Elsewhere("tasks", Area.HOUSE, Permission.TASK_EDIT),
    Elsewhere("conversations", Area.DEALERS, Permission.DEALERS_READ),
    Elsewhere("today", Area.HOUSE, Permission.REPORT_READ),
    Elsewhere("report", Area.HOUSE, Permission.REPORT_READ),
    Elsewhere("reports", Area.HOUSE, Permission.REPORT_READ),
    Elsewhere("audit", Area.HOUSE, Permission.AUDIT_READ),
    Elsewhere("reset_factor", Area.DEALERS, Permission.MASTER_DATA),
)
_BY_KEY = {command.key: command for command in COMMANDS}
_SHORT = {command.short: command.name for command in COMMANDS if command.short}
_TYPED = re.compile(r"/([a-z]+)(?:@\w+)?(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class TypedCommand:
    """All commands of the typed name, the one that is meant (None: its verb is missing), and the rest."""

    commands: tuple[AdminCommand, ...]
    command: AdminCommand | None
    rest: str


def find_command(key: str) -> AdminCommand:
    """The command of a key; OldButton for one that is there no longer."""
    if key not in _BY_KEY:
        raise OldButton(key)
    return _BY_KEY[key]


def lines_of(actor: Actor) -> tuple[AdminCommand | Elsewhere, ...]:
    """What stands in the help of somebody."""
    everything: tuple[AdminCommand | Elsewhere, ...] = (*ELSEWHERE, *COMMANDS)
    return tuple(command for command in everything if command.is_for(actor))


def commands_of(actor: Actor) -> tuple[AdminCommand, ...]:
    """What somebody may use."""
    return tuple(command for command in COMMANDS if command.is_for(actor))


def read_command(text: str, commands: Sequence[AdminCommand] = COMMANDS) -> TypedCommand | None:
    """Which of ``commands`` a message is, by name, short form and verb; None for none of them."""
    match = _TYPED.fullmatch(text.strip())
    if match is None:
        return None
    typed, rest = match[1].lower(), (match[2] or "").strip()
    name = _SHORT.get(typed, typed)
    same = tuple(command for command in commands if command.name == name)
    if not same:
        return None
    verb, _, behind = rest.partition(" ")
    for command in same:
        if command.verb and command.verb == verb.lower():
            return TypedCommand(same, command, behind.strip())
    return TypedCommand(same, next((one for one in same if not one.verb), None), rest)
