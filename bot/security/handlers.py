"""/security: chats that may act for a person, and the second factor."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.joining.callbacks import INVITE
from bot.roles import May
from bot.screen import OldButton, long_id
from bot.security.callbacks import DROP, ENROL, LINK, RENEW, SIGN_OUT, SIGN_OUT_OTHERS, SecurityTap
from bot.security.screens import (
    code_screen,
    codes_screen,
    enrol_screen,
    linked_screen,
    qr_picture,
    security_screen,
)
from bot.turn import Turn
from core.dealers.types import CodeOutcome
from core.dealers.use_cases.enrol_second_factor import (
    ConfirmSecondFactor,
    EnrolSecondFactor,
    RenewRecoveryCodes,
)
from core.dealers.use_cases.remove_second_factor import DropSecondFactor, ResetSecondFactor
from core.dealers.use_cases.show_security import ShowSecurity
from core.dealers.use_cases.sign_out import LinkChat, SignOut, SignOutOthers
from core.kernel.actor import Permission

CONFIRM = "confirm_factor"  # the question for the first code of a new factor


async def on_security(_message: Message, turn: Turn) -> None:
    await turn.show(security_screen(await turn.ask(ShowSecurity()), turn.say))


async def on_tap(_query: CallbackQuery, callback_data: SecurityTap, turn: Turn) -> None:
    match callback_data.act:
        case act if act == SIGN_OUT:
            await _sign_out(turn, callback_data.session)
        case act if act == SIGN_OUT_OTHERS:
            count = await turn.execute(SignOutOthers())
            await _redraw(turn)
            await turn.tell("security.signed_out_others", count)
        case act if act == LINK:
            link = await turn.execute(LinkChat())
            await turn.show(linked_screen(await invite_link(turn, link.token), link.expires_at, turn.say))
        case act if act == ENROL:
            await _enrol(turn)
        case act if act == RENEW:
            codes = await turn.execute(RenewRecoveryCodes())
            await turn.show(codes_screen(codes, turn.say, is_new=False))
        case act if act == DROP:
            await turn.execute(DropSecondFactor())
            await _redraw(turn)
            await turn.tell("security.dropped")
        case act:
            raise OldButton(act)


async def invite_link(turn: Turn, token: str) -> str:
    """The address that opens this bot with an invite's token."""
    me = await turn.bot.me()
    return f"https://t.me/{me.username}?start={INVITE}{token}"


async def _redraw(turn: Turn) -> None:
    await turn.redraw(security_screen(await turn.ask(ShowSecurity()), turn.say))


async def _sign_out(turn: Turn, session: str) -> None:
    session_id = long_id(session)
    await turn.execute(SignOut(session_id))
    if session_id == turn.actor.session_id:
        await turn.freeze()
        await turn.tell("security.signed_out_here")
    else:
        await _redraw(turn)


async def _enrol(turn: Turn) -> None:
    enrolment = await turn.execute(EnrolSecondFactor())
    shown = await turn.send_photo(qr_picture(enrolment.link), enrol_screen(enrolment.key, turn.say))
    await turn.expect(CONFIRM, {"shown": shown})


async def on_first_code(turn: Turn, data: dict[str, Any], text: str) -> None:
    """The answer to the QR code. Once it is right the picture goes: nobody shall find the key later."""
    await turn.remove_typed()
    confirmed = await turn.execute(ConfirmSecondFactor(text))
    outcome = confirmed.result.outcome
    if outcome is CodeOutcome.RIGHT:
        await turn.remove(data["shown"])
        await turn.show(codes_screen(confirmed.recovery_codes, turn.say, is_new=True))
        return
    if outcome is not CodeOutcome.LOCKED:
        await turn.expect(CONFIRM, data)
    await turn.show(code_screen(confirmed.result, turn.say))


async def on_reset(_message: Message, command: CommandObject, turn: Turn) -> None:
    if not command.args:
        await turn.tell("security.reset_how")
        return
    name = await turn.execute(ResetSecondFactor(command.args))
    await turn.tell("security.reset", name=name)


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="security")
    router.message.register(on_security, Command("security"))
    router.message.register(on_reset, Command("reset_factor"), May(Permission.MASTER_DATA))
    router.callback_query.register(on_tap, SecurityTap.filter())
    return router
