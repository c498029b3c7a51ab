"""Lines that were heard: amounts and goods that were not heard surely are asked. Pure.

What is sure enough is decided by ``core.intake.engine.speech.certainty``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from core.intake.engine.speech import doubt_of
from core.intake.speech_types import Spoken
from core.intake.types import AskWhy, Bought, Decision, QuantityKind, ReadLine
from core.orders.engine.doubting import left_open


def doubt_heard(
    lines: Iterable[ReadLine], spoken: Spoken, bought: Mapping[str, Bought]
) -> tuple[ReadLine, ...]:
    """The lines, as far as they can be believed; ``bought``: product key -> the dealer's habit."""
    return tuple(_doubt_goods(_doubt_amount(line, spoken, bought), spoken) for line in lines)


def is_unsure_number(line: ReadLine) -> bool:
    """Nothing but a number, as an answer is, and not heard surely."""
    bare = line.phrase.replace(".", "").replace(",", "").strip()
    return (
        line.reading.quantity_kind is QuantityKind.UNSURE
        and line.reading.quantity is not None
        and (not bare or bare.isdecimal())
    )


def _doubt_amount(line: ReadLine, spoken: Spoken, bought: Mapping[str, Bought]) -> ReadLine:
    value = line.reading.quantity
    if value is None or line.reading.quantity_kind is not QuantityKind.EXACT:
        return line
    likely = line.product_id or next(iter(line.candidates), None)
    habit = bought.get(str(likely)) if likely is not None else None
    doubt = doubt_of(spoken, line.raw, value, line.quantity, habit)
    return line if doubt is None else left_open(line, doubt.instead)


def _doubt_goods(line: ReadLine, spoken: Spoken) -> ReadLine:
    """Words that may have been any words name nothing by themselves: which product it is, is asked."""
    said = line.phrase.casefold().split()
    if (
        line.decision is Decision.NOT_FOUND
        or line.product_id is None
        or AskWhy.WHICH_PRODUCT in line.questions
    ):
        return line
    if not any(word.casefold() in said for word in spoken.weak):
        return line
    return replace(
        line,
        decision=Decision.ASK,
        product_id=None,
        questions=(AskWhy.WHICH_PRODUCT, *line.questions),
    )
