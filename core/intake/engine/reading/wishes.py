"""A wish for a better price: "can you do 1020 for the iphones", "1020 each for iphone 15 pro?" (A15).

A number is a price only where the words say so: a price for each, a price for something, a currency. "Can you
do 10 iphones" is none. Which product is meant, and whether the price makes sense, is for others to find.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

LONGEST = 120


class PriceWish(NamedTuple):
    """price: as typed. item: the words of the product, "" for "can you do 1020 each?"."""

    price: str
    item: str


_PRICE = r"(?P<price>(?:(?:us\$|rm|[$€£¥₺])\s*)?\d[\d.,]*(?:\s*(?:usd|eur|try|tl|rm|[€₺$]))?)"
_EACH = r"(?:each|apiece|a\s?piece|per\s?piece|per\s?unit|a\s?unit|/\s?pc|per\s?pc|/\s?unit)"
_THE = r"(?:the\s+|those\s+|these\s+|my\s+)?"
_ITEM = r"(?P<item>\S.*?)"
_YOU_DO = (
    r"(?:(?:can|could|would|will)\s+(?:you|u|we|i)\s+(?:please\s+)?(?:do|give|make|get|offer|accept|take|have)"
    r"(?:\s+(?:me|us|it|that))?)"
)
_TR_GIVE = (
    r"(?:olur\s+mu|olmaz\s+mı|yapar\s+mısın(?:ız)?|yapabilir\s+misin(?:iz)?|verir\s+misin(?:iz)?"
    r"|verebilir\s+misin(?:iz)?|kurtarır\s+mı)"
)
_TR_CASE = r"(?:['’]?(?:y?[ea]|[dt][ea]n))?"
_TR_EACH = r"(?:tanesi(?:ni)?|tane\s+başı|adedi(?:ni)?|adet\s+başı)"
_TR_OF = r"(?:\s+için|['’]?(?:lar|ler)(?:ı|i)?(?:\s+için)?|['’](?:ı|i|u|ü|yı|yi))?"
_MS_EACH = r"(?:seunit|sebiji|sebuah|satu\s+unit|setiap\s+satu|per\s+unit)"
_ZH_EACH = r"(?:每[台个件箱只部支瓶包]|一[台个件箱只部支瓶包]|单价)"
_ZH_MAY = r"(?:行吗|行不行|可以吗|可不可以|能做吗|能不能做|好吗|怎么样|卖吗|卖不卖|吗)"
_ZH_PRICE = r"(?P<price>[$¥]?\s*\d[\d.,]*)\s*(?:元|块|美元)?"

_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"{_YOU_DO}(?:\s+(?:at|for))?\s+{_PRICE}(?:\s*{_EACH})?\s+(?:for|on)\s+{_THE}{_ITEM}",
        rf"{_YOU_DO}\s+{_THE}{_ITEM}\s+(?:at|for)\s+{_PRICE}(?:\s*{_EACH})?",
        rf"{_YOU_DO}(?:\s+(?:at|for))?\s+{_PRICE}(?:\s*{_EACH})(?P<item>)",
        rf"(?:(?:how|what)\s+about\s+)?{_PRICE}\s*{_EACH}\s+(?:for|on)\s+{_THE}{_ITEM}",
        rf"(?:how|what)\s+about\s+{_PRICE}\s+(?:for|on)\s+{_THE}{_ITEM}",
        rf"{_ITEM}{_TR_OF}\s+(?:{_TR_EACH}\s+)?{_PRICE}{_TR_CASE}\s+(?:{_TR_EACH}\s+)?{_TR_GIVE}",
        rf"(?:{_TR_EACH}\s+)?{_PRICE}{_TR_CASE}\s+{_ITEM}{_TR_OF}\s+{_TR_GIVE}",
        rf"(?:boleh|blh|leh)\s+(?:tak\s+)?(?:buat|bagi|beri|kasi|dapat)\s+(?:harga\s+)?{_PRICE}"
        rf"(?:\s+{_MS_EACH})?\s+(?:untuk|utk)\s+{_ITEM}",
        rf"(?:harga\s+)?{_PRICE}\s+{_MS_EACH}\s+(?:untuk|utk)\s+{_ITEM}(?:,?\s+boleh(?:\s+tak)?)?",
        rf"{_ITEM}\s+{_PRICE}\s+{_MS_EACH},?\s+boleh(?:\s+tak)?",
        rf"{_ITEM}\s*{_ZH_EACH}\s*{_ZH_PRICE}\s*{_ZH_MAY}",
        rf"{_ITEM}[\s,]*{_ZH_PRICE}\s*{_ZH_EACH}\s*{_ZH_MAY}",
        rf"{_ITEM}[\s,]*(?:能不能|可不可以|能)(?:做到|做|给|卖)\s*{_ZH_PRICE}\s*(?:{_ZH_EACH})?吗?",
    )
)


def read_price_wish(text: str) -> PriceWish | None:
    """The wish that a whole message is; None for any other message."""
    if len(text) > LONGEST or "\n" in text.strip():
        return None
    typed = unicodedata.normalize("NFKC", text).replace("İ", "i").casefold().strip()
    typed = typed.rstrip("?!. ").removesuffix(" please").removesuffix(" lütfen").strip()
    for shape in _SHAPES:
        match = shape.fullmatch(typed)
        if match is not None and match["price"]:
            return PriceWish(match["price"].strip(" .,"), match["item"].strip(" ,'’"))
    return None
