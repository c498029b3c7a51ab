"""How the program is, and its settings."""

from __future__ import annotations

from bot.office.areas.house_screens import health_screen, settings_screen
from bot.office.command import AdminCommand, Area, Args
from bot.screen import Screen
from bot.turn import Turn
from core.infra.health import ShowHealth, ShowSettings
from core.kernel.actor import Permission


async def _health(turn: Turn, args: Args) -> Screen:
    return health_screen(await turn.ask(ShowHealth()), turn.say)


async def _settings(turn: Turn, args: Args) -> Screen:
    return settings_screen(await turn.ask(ShowSettings()), turn.say)


COMMANDS = (
    AdminCommand(name="health", area=Area.HOUSE, permission=Permission.MASTER_DATA, act=_health),
    AdminCommand(name="settings", area=Area.HOUSE, permission=Permission.MASTER_DATA, act=_settings),
)
