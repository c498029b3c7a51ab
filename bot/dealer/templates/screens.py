"""Templates as a dealer sees them. Pure."""

from __future__ import annotations

from bot.dealer.ordering.amounts import amount
from bot.dealer.templates import callbacks as tap
from bot.dealer.templates.callbacks import TemplateTap
from bot.screen import Button, Screen, clip, lines, listed, paragraphs, short_id
from core.i18n.phrases import Raw, Say
from core.kernel.ids import DraftId, OrderId
from core.kernel.money import UnitPrice
from core.templates.types import Change, ChangeKind, TemplateCard, TemplateEntry, TemplateOrdered

PAGE = 8
_LINES = 20
_NAME = 40
_MOST_CHANGES = 8


def save_draft_button(draft_id: DraftId, say: Say) -> Button:
    """Below a draft that is being changed."""
    return Button(say("button.save_template"), TemplateTap(act=tap.SAVE_DRAFT, key=short_id(draft_id)).pack())


def save_order_button(order_id: OrderId, say: Say) -> Button:
    """Below a placed order."""
    return Button(say("button.save_template"), TemplateTap(act=tap.SAVE_ORDER, key=short_id(order_id)).pack())


def templates_screen(entries: tuple[TemplateEntry, ...], say: Say, *, page: int = 0) -> Screen:
    """All templates, a button each."""
    if not entries:
        return Screen(say("templates.none"))
    pages = (len(entries) + PAGE - 1) // PAGE
    page = min(max(page, 0), pages - 1)
    rows = [
        (
            Button(
                _marks(one) + clip(one.name, 30) + f" · {say('templates.lines', one.lines)}",
                TemplateTap(act=tap.OPEN, key=short_id(one.id)).pack(),
            ),
        )
        for one in entries[page * PAGE : (page + 1) * PAGE]
    ]
    turn: tuple[Button, ...] = ()
    if pages > 1:
        turn = (
            Button("‹", TemplateTap(act=tap.LIST, n=(page - 1) % pages).pack()),
            Button("›", TemplateTap(act=tap.LIST, n=(page + 1) % pages).pack()),
        )
    return Screen(say("templates.title"), tuple(row for row in (*rows, turn) if row))


def _marks(one: TemplateEntry) -> str:
    return ("🔁 " if one.is_standing else "📋 ") + ("👥 " if one.is_shared else "")


def template_screen(
    card: TemplateCard, say: Say, *, notice: str | None = None, more: tuple[Button, ...] = ()
) -> Screen:
    """One template and what can be done with it; ``more``: buttons of its schedule."""
    template = card.template
    key = short_id(template.id)

    def button(label: str, act: str, n: int = 0) -> Button:
        return Button(say(label), TemplateTap(act=act, key=key, n=n).pack())

    shown = [
        say(
            "templates.line_gone" if line.is_gone else "templates.line",
            name=clip(line.name, _NAME),
            amount=Raw(amount(say, line.unit_quantity, line.unit)),
        )
        for line in card.lines[:_LINES]
    ]
    hidden = len(card.lines) - len(shown)
    rows = [(button("button.order_template", tap.ORDER), button("button.fill_up", tap.FILL)), more]
    if card.may_edit:
        share = (
            button("button.keep_private", tap.SHARE, 0)
            if template.is_shared
            else button("button.share", tap.SHARE, 1)
        )
        rows.append((button("button.rename", tap.RENAME), share, button("button.delete", tap.DELETE)))
    rows.append((Button(say("button.back"), TemplateTap(act=tap.LIST).pack()),))
    return Screen(
        paragraphs(
            notice,
            lines(
                f"📋 <b>{say.show(clip(template.name, 60))}</b>",
                say("templates.of", name=card.owner) if card.owner else None,
                say("templates.shared") if template.is_shared else None,
            ),
            lines(*shown, say("templates.more", hidden) if hidden else None),
        ),
        tuple(row for row in rows if row),
    )


def delete_screen(card: TemplateCard, say: Say) -> Screen:
    """Asked before it is gone; its schedule goes with it."""
    key = short_id(card.template.id)
    sentence = "templates.delete_standing" if card.standing else "templates.delete"
    return Screen(
        say(sentence, name=card.template.name),
        (
            (Button(say("button.delete_yes"), TemplateTap(act=tap.DELETE, key=key, n=1).pack()),),
            (Button(say("button.back"), TemplateTap(act=tap.OPEN, key=key).pack()),),
        ),
    )


def changes_notice(ordered: TemplateOrdered, say: Say) -> str:
    """What is in the draft now, and what has changed since the template was saved."""
    told = [change_line(one, say) for one in ordered.changes[:_MOST_CHANGES]]
    hidden = len(ordered.changes) - len(told)
    head = "templates.ordered" if ordered.draft_id else "templates.all_gone"
    return lines(
        say(head, name=ordered.name),
        *told,
        say("templates.more_changes", hidden) if hidden else None,
        say("templates.unread", texts=listed([clip(text, 30) for text in ordered.unread], 4))
        if ordered.unread
        else None,
    )


def change_line(change: Change, say: Say) -> str:
    """One difference, with then and now."""
    name = clip(change.name, _NAME)
    match change.kind:
        case ChangeKind.PRICE:
            before, after = change.before, change.after
            key = "templates.cheaper"
            if (
                isinstance(before, UnitPrice)
                and isinstance(after, UnitPrice)
                and after.micros > before.micros
            ):
                key = "templates.dearer"
            return say(key, name=name, before=before, after=after)
        case ChangeKind.PACK if change.after:
            unit = Raw(say(f"unit.{change.unit}", 1))
            return say("templates.pack", name=name, unit=unit, before=change.before, after=change.after)
        case ChangeKind.PACK:
            return say("templates.no_pack", name=name)
        case ChangeKind.SHORT:
            return say("templates.short", name=name, wanted=change.before, there=change.after)
        case ChangeKind.GONE if change.substitute:
            return say("templates.gone_instead", name=name, other=clip(change.substitute, _NAME))
    return say("templates.gone", name=name)


def substitutes_screen(ordered: TemplateOrdered, say: Say) -> Screen | None:
    """One tap for each product that can stand in for one that is gone; None where there is none."""
    key = short_id(ordered.template_id)
    rows = tuple(
        (
            Button(
                say("button.take_instead", name=clip(one.substitute, 30)),
                TemplateTap(act=tap.INSTEAD, key=key, n=one.position).pack(),
            ),
        )
        for one in ordered.changes
        if one.substitute
    )
    return Screen(say("templates.instead"), rows) if rows else None
