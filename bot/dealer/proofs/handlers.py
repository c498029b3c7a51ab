"""/proof NUMBER, and the buttons below a proof of delivery."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import CallbackQuery, Message

from bot.dealer.proofs.callbacks import PAGE, PHOTOS, SKIP, WHY, ProofTap
from bot.dealer.proofs.screens import proof_rows, why_screen
from bot.screen import OldButton, Screen, long_id
from bot.turn import Turn, harmlessly
from core.driving.use_cases.show_failure import ShowFailurePhotos
from core.driving.use_cases.show_proof import ProofFile, RenderProof
from core.feedback.types import RATINGS, Rated
from core.feedback.use_cases.rate_delivery import ExplainRating, RateDelivery
from core.i18n.phrases import Say

_RATINGS = {str(one) for one in RATINGS}


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
        case act if act == PHOTOS:
            pictures = await turn.ask(ShowFailurePhotos(proof_id))
            for picture in pictures:
                await turn.send_photo(picture.content)
            if not pictures:
                await turn.tell("door.no_photos")
        case act if act in _RATINGS:
            await _rate(turn, callback_data.proof, int(act))
        case act if act == SKIP:
            await turn.freeze()
            await turn.tell("proof.sorry")
        case act:
            raise OldButton(act)


async def _rate(turn: Turn, proof: str, rating: int) -> None:
    """The button that was tapped is marked; who is not content is asked why."""
    outcome = await turn.execute(RateDelivery(long_id(proof), rating))
    markup = Screen("", proof_rows(proof, turn.say, rating)).inline_markup()
    marked = EditMessageReplyMarkup(chat_id=turn.chat_id, message_id=turn.tapped, reply_markup=markup)
    await harmlessly(turn.bot(marked))
    if outcome is Rated.KEPT:
        await turn.tell("proof.thanks")
    elif outcome is Rated.LOW:
        await turn.expect(WHY, {"proof": proof})
        await turn.show(why_screen(proof, turn.say))


async def on_why(turn: Turn, data: dict[str, Any], text: str) -> None:
    """One line of what went wrong."""
    await turn.execute(ExplainRating(long_id(data["proof"]), text))
    await turn.tell("proof.sorry")


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
