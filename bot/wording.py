"""Refusals of core in words: the one table from code to sentence."""

from __future__ import annotations

from collections.abc import Mapping

from bot.screen import listed
from core.i18n.phrases import Raw, Say
from core.kernel.errors import Refused


def refusal_text(refusal: Refused, say: Say) -> str:
    """What stopped it and what to do next, in the reader's language."""
    return refusal_words(refusal.code, refusal.fields, say)


def refusal_words(code: str, told: Mapping[str, object], say: Say) -> str:
    """The same of a refusal that was kept: by its code and fields."""
    fields = {name: _shown(value) for name, value in told.items()}
    state = f"state.{fields.get('state')}"
    if say.book.has("en", state):
        fields["state"] = Raw(say(state))
    specific = f"error.{code}.{fields.get('why') or fields.get('what', '')}"
    if say.book.has("en", specific):
        return say(specific, None, **fields)
    return say(f"error.{code}", None, **fields)


def _shown(value: object) -> object:
    """Line numbers and names one after the other; everything else is left to the reader's locale."""
    return listed(value) if isinstance(value, list | tuple) else value
