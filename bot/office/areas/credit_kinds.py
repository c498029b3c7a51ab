"""What of an invoice is given back, as an argument: an amount, or so much of one line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.office.command import Unfit
from bot.office.figures import TypedAmount
from bot.office.kinds import AmountKind, Option, Reading
from bot.turn import Turn
from core.billing.types import Invoice

_LINE = re.compile(
    r"(?:line|row|sat[ıi]r|baris|第|行)\s*(\d{1,4})\s*(?:行|:)?\s*(\d{1,9}(?:[.,]\d{1,3})?)\s*"
    r"(pcs?|pieces?|each|ea|adet|tane|unit|biji|keping|件|个|個)?\.?",
    re.IGNORECASE,
)

_AMOUNT = AmountKind(least=None)


@dataclass(frozen=True, slots=True)
class LineBack:
    """So much of a line: pieces (base units), or the unit that the invoice counts the line in."""

    position: int
    quantity: Decimal
    is_pieces: bool

    def in_base_units(self, invoice: Invoice) -> int:
        """Raises Unfit where the invoice has no such line, or it does not come to whole base units."""
        for line in invoice.lines:
            if line.position == self.position:
                factor = Decimal(1) if self.is_pieces else line.quantity / line.unit_quantity
                base = self.quantity * factor
                if base == base.to_integral_value():
                    return int(base)
        raise Unfit("credit", wrong="credit")


@dataclass(frozen=True, slots=True)
class CreditKind:
    """ "line 2 3 pcs", "line 2 3" (of the invoice's own unit), or an amount -> LineBack or TypedAmount."""

    most_words: int = 4
    is_shaped: bool = True

    def fits(self, text: str) -> bool:
        return _LINE.fullmatch(text) is not None or _AMOUNT.fits(text)

    async def read(self, turn: Turn, text: str) -> Reading:
        match = _LINE.fullmatch(text.strip())
        if match is not None:
            return Reading(f"line|{match[1]}|{match[2].replace(',', '.')}|{'pieces' if match[3] else ''}")
        found = await _AMOUNT.read(turn, text)
        return found if found.value is not None else Reading(wrong="credit")

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return ()

    def load(self, value: str) -> LineBack | TypedAmount:
        if not value.startswith("line|"):
            return _AMOUNT.load(value)
        _, position, quantity, unit = value.split("|")
        return LineBack(int(position), Decimal(quantity), bool(unit))
