"""An amount of a number without the word for what it is: "make it 13 of 11379", "13 of 11379 instead". Pure.

The number may be a placed order's or an article's; which of them there is, is looked up. Only a whole message
that changes something counts: "13 of 11379" orders goods. A number is at least three digits, or written in
full (B2B-2025-7891).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = (
    r"\#?(?P<number>\d{3,10}|[A-Za-z][A-Za-z0-9]{0,9}-[A-Za-z0-9-]{0,14}\d(?:/\d{1,2})?)(?![A-Za-z0-9/.-]*\d)"
)
_AMOUNT = r"(?P<amount>\d{1,5}(?:\s*[^\W\d_]{1,12})?)"
_HAN_AMOUNT = r"(?P<amount>\d{1,5}\s*[^\W\d_]{0,2}?)"
_PATTERNS = tuple(
    re.compile(rf"^\s*(?:{pattern})[\s.!。！]*$", re.IGNORECASE | re.VERBOSE)
    for pattern in (
        rf"(?:(?:please|pls|no|actually|sorry)[\s,]+)*(?:make|change|set)\s+(?:it|that|this|them|those)\s+(?:to\s+)?"
        rf"{_AMOUNT}\s+(?:of|on|in|for|from)\s+(?:no\.?\s*)?{_NUMBER}(?:\s+instead)?(?:[\s,]+(?:please|pls))?",
        rf"(?:(?:please|pls|no|actually|sorry)[\s,]+)*{_AMOUNT}\s+(?:of|on|in|for|from)\s+(?:no\.?\s*)?{_NUMBER}"
        rf"\s+instead(?:[\s,]+(?:please|pls))?",
        rf"(?:请|麻烦|不|把|将|[,，\s])*{_NUMBER}\s*(?:号)?\s*(?:的|那个|那张)?\s*(?:数量)?\s*"
        rf"(?:改成|改为|改到|变成|换成)\s*{_HAN_AMOUNT}\s*(?:吧|了)?",
        rf"(?:请|麻烦|不|[,，\s])*(?:改成|改为|换成|改要)\s*{_HAN_AMOUNT}\s*[,，]?\s*(?:是)?{_NUMBER}\s*(?:号)?\s*的?",
        rf"(?:请|麻烦|不|[,，\s])*(?:改成|改为|换成|改要)\s*{_NUMBER}\s*(?:号)?\s*的\s*{_HAN_AMOUNT}",
        rf"(?:(?:l[üu]tfen|hay[ıi]r|yok|onun\s+yerine|bunun\s+yerine)[\s,]+)*{_NUMBER}(?:'?[a-zçğıöşü]{{1,4}})?\s+"
        rf"(?:i[çc]in\s+)?(?:miktar[ıi]\s+)?{_AMOUNT}\s+(?:yap(?:[ıi]n|al[ıi]m)?|olsun)(?:\s+l[üu]tfen)?",
        rf"(?:(?:l[üu]tfen|hay[ıi]r|yok)[\s,]+)*(?:onun|bunun)\s+yerine\s+{_NUMBER}(?:'?[a-zçğıöşü]{{1,4}})?\s+{_AMOUNT}",
        rf"(?:(?:tolong|sila|bukan|eh)[\s,]+)*(?:jadikan|tukar|ubah|buat)(?:\s+(?:ia|itu|jadi|kepada|menjadi))*\s+"
        rf"{_AMOUNT}\s+(?:untuk|dari|daripada|bagi|pada)\s+{_NUMBER}(?:\s+(?:ya|lah|tolong))?",
        rf"(?:(?:tolong|sila|bukan|eh)[\s,]+)*{_AMOUNT}\s+(?:untuk|dari|daripada|bagi|pada)\s+{_NUMBER}"
        rf"\s+(?:pula|sebaliknya|sebagai\s+ganti)",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BareNumber:
    """number: as typed, without "#". amount: how many, with the unit as typed."""

    number: str
    amount: str

    @property
    def of_order(self) -> str:
        """What is left to be read where a placed order is meant: of one that is known by then."""
        return f"make it {self.amount}"


def read_bare_number(text: str) -> BareNumber | None:
    for pattern in _PATTERNS:
        found = pattern.match(text)
        if found is not None:
            return BareNumber(found["number"], found["amount"].strip())
    return None
