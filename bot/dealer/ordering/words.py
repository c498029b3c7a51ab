"""Any text that is no command: read it, and answer by what it wants."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from aiogram.types import CallbackQuery, Message

from bot.dealer.credit.handlers import credit_of
from bot.dealer.invoices.handlers import answer_account
from bot.dealer.ordering.callbacks import NumberTap
from bot.dealer.ordering.card import subject_of
from bot.dealer.ordering.files.handlers import on_pasted
from bot.dealer.ordering.missing import answer_tell_me
from bot.dealer.ordering.questions import which_number_screen
from bot.dealer.ordering.screens import (
    answers_screen,
    quote_card,
)
from bot.dealer.ordering.wishing import take_nearest
from bot.dealer.orders.handlers import list_of_orders
from bot.dealer.partners.handlers import offer_words
from bot.dealer.protection.handlers import ask_protection
from bot.dealer.rebates.handlers import rebates_of
from bot.dealer.reorder.handlers import show_since
from bot.dealer.requests.handlers import wish_price
from bot.dealer.requests.waiting import draw_order
from bot.dealer.returns.handlers import begin_return
from bot.dealer.support.handlers import answer_question, ask_for_human, not_understood
from bot.dealer.templates.handlers import answer_words
from bot.dealer.tracking.handlers import track
from bot.help import help_screen
from bot.screen import Button, Screen
from bot.turn import Turn
from core.intake.types import Intent
from core.orders.errors import CannotCancel
from core.orders.numbered import NumberMeans
from core.orders.types import UNTOUCHED
from core.orders.use_cases.answer_product import AskProducts
from core.orders.use_cases.show_orders import ListOrders, ShowOrder
from core.orders.use_cases.show_quote import ShowQuote
from core.orders.use_cases.take_message import MessageTaken, TakeMessage

_LOOK_BACK = 20


async def on_text(message: Message, turn: Turn) -> None:
    """Any text that is no command."""
    await on_typed(turn, message.text or "")


async def on_typed(turn: Turn, text: str) -> None:
    """Read a text, and answer by what it wants."""
    for answer in (answer_words, offer_words, answer_tell_me, answer_question):
        if await answer(turn, text):
            return
    await answer_taken(turn, text, await turn.execute(TakeMessage(text)))


@dataclass(frozen=True, slots=True)
class Above:
    """What is told above an answer of words that were not typed, and the buttons it brings."""

    text: str
    rows: tuple[tuple[Button, ...], ...] = ()


async def answer_taken(turn: Turn, text: str, taken: MessageTaken, above: Above | None = None) -> None:
    """Answer what was read by what it wants; ``above`` what changed the draft, or as a message before."""
    if (
        taken.which is None
        and above is not None
        and taken.intent not in ANSWERS
        and taken.intent is not Intent.SMALL_TALK
    ):
        await _draft_changed(turn, taken, above)
        return
    if above is not None:
        await turn.show(Screen(above.text, above.rows))
    if taken.intent is Intent.RETURN:
        await begin_return(turn, text)
        return
    if taken.intent is Intent.ASK_PROTECTION:
        await ask_protection(turn, text)
        return
    if taken.intent is Intent.TABLE:
        await on_pasted(turn, text)
        return
    if taken.repeated is not None:
        await show_since(turn, taken.repeated)
    if taken.intent is Intent.SMALL_TALK:
        await not_understood(turn, text, _talk(turn, taken))
        return
    if taken.which is not None:
        await turn.show(which_number_screen(taken.which, turn.say))
        return
    await ANSWERS.get(taken.intent, _draft_changed)(turn, taken)


async def on_number_tap(_query: CallbackQuery, callback_data: NumberTap, turn: Turn) -> None:
    """What the bare number is of: the words are read again, knowing that."""
    try:
        means = NumberMeans(callback_data.of)
    except ValueError:
        await turn.tell("error.old_button")
        return
    text = f"make it {callback_data.x} of {callback_data.number}"
    taken = await turn.execute(TakeMessage(text, means=means))
    await turn.freeze()
    await answer_taken(turn, text, taken)


async def _draft_changed(turn: Turn, taken: MessageTaken, above: Above | None = None) -> None:
    notes = [turn.say(said.code, None, **said.params) for said in taken.said]
    if above is not None:
        notes.insert(0, above.text)
    if taken.truncated:
        notes.append(turn.say("draft.truncated"))
    quote = await turn.ask(ShowQuote()) if taken.draft_id else None
    if quote is not None and taken.hours is not None:
        notes.append(await take_nearest(turn, quote, taken.hours))
        quote = await turn.ask(ShowQuote(quote.draft_id)) or quote
    notice = "\n".join(notes) or None
    if quote is None:
        await turn.show(Screen(notice or turn.say("intent.small_talk")))
    else:
        card = quote_card(quote, turn.say, notice=notice)
        card = replace(card, rows=(*card.rows, *(above.rows if above else ())))
        await turn.show(card, subject=subject_of(quote.draft_id))


async def _credit(turn: Turn, _taken: MessageTaken) -> None:
    await turn.show(await credit_of(turn))


async def _better_price(turn: Turn, taken: MessageTaken) -> None:
    """As the button on the line does; a product that is in no draft yet wants a quantity first."""
    wished = taken.wished
    if wished is not None and wished.position is not None and taken.draft_id is not None:
        await wish_price(turn, taken.draft_id, wished.position, wished.price)
        return
    answers = await turn.ask(AskProducts(taken.asked))
    await turn.tell("wish.how_many", name=answers[0].name if answers else "—")


async def _rebates(turn: Turn, _taken: MessageTaken) -> None:
    await turn.show(await rebates_of(turn))


async def _account(turn: Turn, taken: MessageTaken) -> None:
    await answer_account(turn, taken.account)


async def _orders(turn: Turn, _taken: MessageTaken) -> None:
    await turn.show(await list_of_orders(turn))


async def _status(turn: Turn, taken: MessageTaken) -> None:
    await turn.show(await track(turn, taken.order_number))


async def _products(turn: Turn, taken: MessageTaken) -> None:
    await turn.show(answers_screen(await turn.ask(AskProducts(taken.asked)), turn.say))


async def _help(turn: Turn, _taken: MessageTaken) -> None:
    await turn.show(help_screen(turn.actor, turn.say))


def _sentence(key: str) -> Callable[[Turn, MessageTaken], Awaitable[None]]:
    async def say_it(turn: Turn, _taken: MessageTaken) -> None:
        await turn.tell(key)

    return say_it


def _talk(turn: Turn, taken: MessageTaken) -> str:
    said = taken.said[0] if taken.said else None
    return turn.say(said.code, None, **said.params) if said else turn.say("intent.small_talk")


async def _human(turn: Turn, _taken: MessageTaken) -> None:
    await ask_for_human(turn)


async def _open_draft_or(turn: Turn, taken: MessageTaken) -> None:
    """Confirming in words needs the button: it carries the price that was seen."""
    quote = await turn.ask(ShowQuote()) if taken.draft_id else None
    if quote is None:
        await turn.tell("draft.empty")
        return
    notice = turn.say("draft.tap_confirm") if not quote.blockers and taken.intent is Intent.CONFIRM else None
    await turn.show(quote_card(quote, turn.say, notice=notice), subject=subject_of(quote.draft_id))


async def _cancelled(turn: Turn, taken: MessageTaken) -> None:
    """The draft was discarded; where none was meant, what is placed is taken back by its own button."""
    if taken.draft_id:
        await turn.tell("draft.discarded")
        return
    if taken.order_number:
        order = await turn.ask(ShowOrder(number=taken.order_number))
    else:
        latest = await turn.ask(ListOrders(_LOOK_BACK))
        open_ones = [one for one in latest if one.state in UNTOUCHED]
        if not open_ones:
            await turn.tell("draft.empty")
            return
        order = await turn.ask(ShowOrder(order_id=open_ones[0].id))
    if order.state in UNTOUCHED:
        notice = turn.say("order.take_back_here", number=order.number)
    else:
        notice = "⚠️ " + turn.refusal(CannotCancel(number=order.number, state=order.state.value))
    await turn.show(await draw_order(turn, order, notice=notice))


ANSWERS: dict[Intent, Callable[[Turn, MessageTaken], Awaitable[None]]] = {
    Intent.ASK_CREDIT: _credit,
    Intent.ASK_REBATE: _rebates,
    Intent.ASK_BETTER_PRICE: _better_price,
    Intent.ASK_INVOICE: _account,
    Intent.ASK_ORDERS: _orders,
    Intent.ASK_ORDER_STATUS: _status,
    Intent.ASK_PRICE: _products,
    Intent.ASK_STOCK: _products,
    Intent.HELP: _help,
    Intent.HUMAN: _human,
    Intent.GREETING: _sentence("intent.greeting"),
    Intent.THANKS: _sentence("intent.thanks"),
    Intent.EMPTY: _sentence("intent.empty"),
    Intent.CONFIRM: _open_draft_or,
    Intent.SHOW_DRAFT: _open_draft_or,
    Intent.CANCEL: _cancelled,
}
