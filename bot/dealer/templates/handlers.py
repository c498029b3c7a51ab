"""Templates in the chat: kept, ordered from, filled up to, shared and deleted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.dealer.ordering.card import show_draft
from bot.dealer.templates import callbacks as tap
from bot.dealer.templates import standing
from bot.dealer.templates.callbacks import TemplateTap
from bot.dealer.templates.screens import (
    changes_notice,
    delete_screen,
    substitutes_screen,
    templates_screen,
)
from bot.dealer.templates.standing import draw_template
from bot.screen import OldButton, Screen, clip, lines, long_id, short_id
from bot.turn import Turn
from core.kernel.ids import DraftId, OrderId
from core.templates.types import TemplateEntry, TemplateOrdered
from core.templates.use_cases.keep_template import (
    DeleteTemplate,
    ListTemplates,
    RenameTemplate,
    SaveTemplate,
    ShareTemplate,
    ShowTemplate,
)
from core.templates.use_cases.order_template import FillUp, OrderTemplate, SubstituteLine
from core.templates.words import TemplateWords, Want, read_template_words


async def on_templates(_message: Message, command: CommandObject, turn: Turn) -> None:
    if command.args:
        await _order_named(turn, command.args)
    else:
        await turn.show(templates_screen(await turn.ask(ListTemplates()), turn.say))


async def answer_words(turn: Turn, text: str) -> bool:
    """Do what a message wants of templates; False: it is about something else."""
    words = read_template_words(text)
    if words is None:
        return False
    match words.want:
        case Want.LIST:
            await turn.show(templates_screen(await turn.ask(ListTemplates()), turn.say))
        case Want.SAVE:
            await _save(turn, SaveTemplate(words.name))
        case Want.ORDER:
            await _order_named(turn, words.name)
        case Want.FILL:
            await _fill_in_words(turn, words)
    return True


async def _save(turn: Turn, command: SaveTemplate) -> None:
    saved = await turn.execute(command)
    key = "templates.saved" if saved.is_new else "templates.saved_again"
    notice = lines(
        turn.say(key, saved.lines, name=clip(saved.name, 60)),
        turn.say("templates.as_wanted", names=clip(", ".join(saved.wanted), 100)) if saved.wanted else None,
    )
    await turn.show(await draw_template(turn, short_id(saved.template_id), notice))


async def _order_named(turn: Turn, name: str) -> None:
    found = await turn.ask(ListTemplates(name))
    if found:
        await _order(turn, found[0].id)
    else:
        await turn.tell("templates.unknown", name=clip(name, 60))


async def _fill_in_words(turn: Turn, words: TemplateWords) -> None:
    found = await turn.ask(ListTemplates(words.name))
    if not found:
        await turn.show(templates_screen(found, turn.say))
    elif len(found) > 1:
        screen = templates_screen(found, turn.say)
        await turn.show(Screen(turn.say("templates.fill_which"), screen.rows))
    elif words.left:
        await _ordered(turn, await turn.execute(FillUp(found[0].id, words.left)))
    else:
        await _ask_left(turn, found[0])


async def _ask_left(turn: Turn, entry: TemplateEntry) -> None:
    await turn.expect(tap.LEFT, {"template": str(entry.id)})
    await turn.tell("templates.what_left", name=clip(entry.name, 60))


async def _order(turn: Turn, template_id: UUID) -> None:
    await _ordered(turn, await turn.execute(OrderTemplate(template_id)))


async def _ordered(turn: Turn, ordered: TemplateOrdered) -> None:
    notice = changes_notice(ordered, turn.say)
    if ordered.draft_id is None:
        await turn.show(Screen(notice))
    else:
        await show_draft(turn, notice)
    instead = substitutes_screen(ordered, turn.say)
    if instead is not None:
        await turn.show(instead)


async def on_left(turn: Turn, data: dict[str, Any], typed: str) -> None:
    """What is left was typed: what is lacking goes into the draft."""
    await _ordered(turn, await turn.execute(FillUp(UUID(data["template"]), typed)))


async def on_name(turn: Turn, data: dict[str, Any], typed: str) -> None:
    """The name of a new template was typed."""
    key = UUID(data["key"])
    if data["of"] == "draft":
        await _save(turn, SaveTemplate(typed, draft_id=DraftId(key)))
    else:
        await _save(turn, SaveTemplate(typed, order_id=OrderId(key)))


async def on_new_name(turn: Turn, data: dict[str, Any], typed: str) -> None:
    template_id = UUID(data["template"])
    await turn.execute(RenameTemplate(template_id, typed))
    await turn.show(await draw_template(turn, short_id(template_id)))


# --- buttons -----------------------------------------------------------------------------------------


async def _list(turn: Turn, data: TemplateTap) -> None:
    await turn.redraw(templates_screen(await turn.ask(ListTemplates()), turn.say, page=data.n))


async def _open(turn: Turn, data: TemplateTap) -> None:
    await turn.redraw(await draw_template(turn, data.key))


async def _tap_order(turn: Turn, data: TemplateTap) -> None:
    await _order(turn, long_id(data.key))


async def _tap_fill(turn: Turn, data: TemplateTap) -> None:
    card = await turn.ask(ShowTemplate(long_id(data.key)))
    await turn.expect(tap.LEFT, {"template": str(card.template.id)})
    await turn.tell("templates.what_left", name=clip(card.template.name, 60))


async def _rename(turn: Turn, data: TemplateTap) -> None:
    await turn.expect(tap.NEW_NAME, {"template": str(long_id(data.key))})
    await turn.tell("templates.which_name")


async def _share(turn: Turn, data: TemplateTap) -> None:
    await turn.execute(ShareTemplate(long_id(data.key), is_shared=bool(data.n)))
    await _open(turn, data)


async def _delete(turn: Turn, data: TemplateTap) -> None:
    template_id = long_id(data.key)
    if data.n:
        name = await turn.execute(DeleteTemplate(template_id))
        await turn.redraw(Screen(turn.say("templates.deleted", name=clip(name, 60))))
    else:
        await turn.redraw(delete_screen(await turn.ask(ShowTemplate(template_id)), turn.say))


async def _ask_name(turn: Turn, data: TemplateTap) -> None:
    of = "draft" if data.act == tap.SAVE_DRAFT else "order"
    await turn.expect(tap.NAME, {"of": of, "key": str(long_id(data.key))})
    await turn.tell("templates.which_name")


async def _instead(turn: Turn, data: TemplateTap) -> None:
    await turn.execute(SubstituteLine(long_id(data.key), data.n))
    await turn.freeze()
    await show_draft(turn, turn.say("templates.taken_instead"))


TAPS: dict[str, Callable[[Turn, TemplateTap], Awaitable[None]]] = {
    tap.LIST: _list,
    tap.OPEN: _open,
    tap.ORDER: _tap_order,
    tap.FILL: _tap_fill,
    tap.RENAME: _rename,
    tap.SHARE: _share,
    tap.DELETE: _delete,
    tap.SAVE_DRAFT: _ask_name,
    tap.SAVE_ORDER: _ask_name,
    tap.INSTEAD: _instead,
}


async def on_tap(_query: CallbackQuery, callback_data: TemplateTap, turn: Turn) -> None:
    act = TAPS.get(callback_data.act)
    if act is None:
        raise OldButton(callback_data.act)
    await act(turn, callback_data)


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="templates")
    router.message.register(on_templates, Command("templates", "template"))
    router.callback_query.register(on_tap, TemplateTap.filter())
    standing.add_to(router)
    return router
