"""Commands of the back office: invite, block, let in again."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.joining.handlers import INVITE
from bot.turn import Turn
from core.dealers.use_cases.block_person import BlockPerson
from core.dealers.use_cases.create_invite import CreateInvite


async def on_invite(_message: Message, command: CommandObject, turn: Turn) -> None:
    if not command.args:
        await turn.tell("office.invite_how")
        return
    invite = await turn.execute(CreateInvite(command.args))
    me = await turn.bot.me()
    link = f"https://t.me/{me.username}?start={INVITE}{invite.token}"
    await turn.tell("office.invited", link=link, until=invite.expires_at)


async def on_block(_message: Message, command: CommandObject, turn: Turn) -> None:
    if not command.args:
        await turn.tell("office.block_how")
        return
    blocks = command.command == "block"
    await turn.execute(BlockPerson(command.args, blocks))
    await turn.tell("office.blocked" if blocks else "office.unblocked", phone=command.args)


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="office")
    router.message.register(on_invite, Command("invite"))
    router.message.register(on_block, Command("block", "unblock"))
    return router
