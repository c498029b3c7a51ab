"""Questions, previews, usage and help of admin commands. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.office.callbacks import NO, PICK, YES, OfficeTap
from bot.office.command import AdminCommand, Area, Elsewhere
from bot.office.proposals import Proposal
from bot.screen import Button, Screen, clip, escape, lines, paragraphs, short_id
from core.i18n.phrases import Raw, Say


def question_screen(proposal: Proposal, wrong: str, say: Say) -> Screen:
    """What is still needed, with what it may be; ``wrong``: phrase that says what was not understood."""
    rows = [(_button(proposal, PICK, clip(one.label, 60), at),) for at, one in enumerate(proposal.options)]
    return Screen(
        paragraphs(_wrong(wrong, say), say(f"param.{proposal.asked}")),
        (*rows, (_button(proposal, NO, say("button.cancel")),)),
    )


def _wrong(key: str, say: Say) -> str | None:
    return f"⚠️ {say(f'wrong.{key}')}" if key else None


def preview_screen(proposal: Proposal, text: str, say: Say, *, has_changed: bool = False) -> Screen:
    """What would change, to be confirmed."""
    return Screen(
        paragraphs(say("office.changed_since") if has_changed else None, text),
        (
            (
                _button(proposal, YES, say("button.confirm_change")),
                _button(proposal, NO, say("button.cancel")),
            ),
        ),
    )


def _button(proposal: Proposal, act: str, text: str, at: int = 0) -> Button:
    tap = OfficeTap(act=act, proposal=short_id(proposal.id), step=proposal.step, n=at)
    return Button(text, tap.pack())


def usage_screen(commands: Sequence[AdminCommand], say: Say) -> Screen:
    """How commands of one name are used: a line and an example each."""
    blocks = [
        lines(
            f"{_typed(one)} — {say(f'admin.{one.key}')}",
            say("office.example", example=one.example) if one.example else None,
        )
        for one in commands
    ]
    return Screen(paragraphs(*blocks))


def office_help(commands: Sequence[AdminCommand | Elsewhere], say: Say, *, brief: bool = False) -> str:
    """All commands of somebody, by area: a line each with what it does; brief: only how they are typed."""
    blocks = [say("office.help")]
    for area in Area:
        mine = [one for one in commands if one.area is area]
        rows = [f"{_typed(one)} — {say(f'admin.{one.key}')}" for one in mine]
        if brief:
            rows = [" · ".join(map(_typed, mine))]
        if mine:
            blocks.append(lines(f"<b>{say(f'area.{area.value}')}</b>", *rows))
    return paragraphs(*blocks)


def _typed(one: AdminCommand | Elsewhere) -> str:
    return f"{one.typed} (/{one.short})" if one.short and not one.verb else one.typed


def change_line(say: Say, before: object, after: object) -> str:
    """ "before → after", each as the reader reads it; None is shown as a dash."""
    return f"{_shown(say, before)} → <b>{_shown(say, after)}</b>"


def _shown(say: Say, value: object) -> str:
    if value is None:
        return "—"
    return value if isinstance(value, Raw) else say.show(value)


def done_screen(sentence: str) -> Screen:
    """An act was done; one sentence says what is so now."""
    return Screen(f"✅ {sentence}")


def escaped(text: str, most: int = 60) -> str:
    """What somebody typed, cut and harmless."""
    return escape(clip(text, most))
