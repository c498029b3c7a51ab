"""/proof NUMBER, and the buttons below a proof of delivery."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.dealer.proofs.callbacks import BAD, GOOD, PAGE, ProofTap
from bot.screen import OldButton, long_id
from bot.turn import Turn
from core.driving.use_cases.show_proof import ProofFile, RateDelivery, RenderProof
from core.i18n.phrases import Say


async def on_proof(_message: Message, command: CommandObject, turn: Turn) -> None:
    number = (command.args or "").strip()
    if not number:
        await turn.tell("proof.how")
        return
    await _send(turn, await turn.ask(RenderProof(_plain(turn), number=number)))


async def on_tap(_query: CallbackQuery, callback_data: ProofTap, turn: Turn) -> None:
    proof_id = long_id(callback_data.proof)
    match callback_data.act:
        case act if act == PAGE:
            await _send(turn, await turn.ask(RenderProof(_plain(turn), proof_id=proof_id)))
        case act if act == GOOD:
            await turn.execute(RateDelivery(proof_id, content=True))
            await turn.tell("proof.thanks")
        case act if act == BAD:
            await turn.execute(RateDelivery(proof_id, content=False))
            await turn.tell("proof.sorry")
        case act:
            raise OldButton(act)


def _plain(turn: Turn) -> Say:
    """The reader's voice for paper: nothing is escaped there."""
    return turn.book.say(turn.say.language, zone=turn.say.zone)


async def _send(turn: Turn, found: ProofFile) -> None:
    await turn.send_file(found.name, found.content)


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="proofs")
    router.message.register(on_proof, Command("proof"))
    router.callback_query.register(on_tap, ProofTap.filter())
    return router
