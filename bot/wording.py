"""Refusals of core in words: the one table from code to sentence."""

from __future__ import annotations

from core.i18n.phrases import Raw, Say
from core.kernel.errors import Refused


def refusal_text(refusal: Refused, say: Say) -> str:
    """What stopped it and what to do next, in the reader's language."""
    fields = dict(refusal.fields)
    numbers = fields.get("lines")
    if isinstance(numbers, list):
        fields["lines"] = Raw(", ".join(str(number) for number in numbers))
    specific = f"error.{refusal.code}.{fields.get('why', '')}"
    if say.book.has("en", specific):
        return say(specific, None, **fields)
    return say(f"error.{refusal.code}", None, **fields)
