"""/broadcast and /broadcasts."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards import remember_card
from bot.office.broadcasts.kinds import NOTICE_KIND, AudienceKind, MessageKind, WhenKind
from bot.office.broadcasts.screens import (
    broadcast_preview,
    broadcast_screen,
    broadcasts_screen,
    subject_of,
)
from bot.office.command import AdminCommand, Area, Args, Param
from bot.screen import Screen
from bot.turn import Turn
from core.channel.types import NoticeKind
from core.channel.use_cases.broadcast import ListBroadcasts, PreviewBroadcast, ScheduleBroadcast
from core.channel.wording import split_variants
from core.i18n.phrases import LANGUAGES
from core.kernel.actor import Permission


def _wanted(args: Args) -> tuple[NoticeKind, Mapping[str, str]]:
    return NoticeKind(args["notice_kind"]), split_variants(args["broadcast_text"], LANGUAGES)


async def _preview(turn: Turn, args: Args) -> str:
    kind, texts = _wanted(args)
    found = await turn.ask(PreviewBroadcast(kind, texts, args["audience"], args["when"]))
    return broadcast_preview(kind, texts, args["audience"], args["when"], found, turn.say)


async def _schedule(turn: Turn, args: Args) -> Screen:
    kind, texts = _wanted(args)
    broadcast = await turn.execute(ScheduleBroadcast(kind, texts, args["audience"], args["when"]))
    if turn.tapped is not None:
        await remember_card(turn.core, turn.chat_id, turn.tapped, subject_of(broadcast))
    return broadcast_screen(broadcast, turn.say)


async def _list(turn: Turn, args: Args) -> Screen:
    found = await turn.ask(ListBroadcasts())
    return broadcasts_screen(found, turn.say)


COMMANDS = (
    AdminCommand(
        name="broadcast", area=Area.HOUSE, permission=Permission.BROADCAST, act=_schedule, preview=_preview,
        params=(
            Param("notice_kind", NOTICE_KIND),
            Param("audience", AudienceKind()),
            Param("when", WhenKind()),
            Param("broadcast_text", MessageKind()),
        ),
        example="/broadcast news tier:gold region:west now",
    ),
    AdminCommand(name="broadcasts", area=Area.HOUSE, permission=Permission.BROADCAST, act=_list),
)  # fmt: skip
