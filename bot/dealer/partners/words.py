"""An offer in own words: "I can give 20 of IP15P at 980". Pure; what may be offered is the core's to say."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TypedOffer:
    """As it was typed; until "" where no day was."""

    sku: str
    quantity: int
    price: str
    until: str = ""


# Prices as they are typed, with a sign or a currency on either side.
_PRICE = r"(?P<price>[^\s\d]{0,3}\s?\d[\d.,'’]*(?:\s?[^\s\d.,]{1,3})?)"
_QUANTITY = r"(?P<quantity>\d{1,7})"
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        rf"(?:i|we) (?:can|could) (?:give|spare|offer)(?: up| away)? {_QUANTITY}"
        rf"(?: (?:x|pcs|pieces?|units?))?(?: of)? (?P<sku>\S.*?) (?:at|for|@) {_PRICE}(?: each| a piece)?"
        r"(?:,? (?:until|till) (?P<until>\S.*))?",
        rf"我(?:们)?(?:可以|能)(?:让出|调出|转让)\s*{_QUANTITY}\s*[个件台箱支]?\s*(?:的)?\s*(?P<sku>\S.*?)\s*"
        rf"[,,]?\s*(?:每[个件台箱支]|单价|价格)\s*{_PRICE}\s*元?(?:\s*[,,]?\s*(?:到|至)\s*(?P<until>\S.*))?",
        rf"{_QUANTITY} (?:adet |tane )?(?P<sku>\S.*?) (?:tanesi |adedi )?{_PRICE} (?:fiyatla|fiyattan) "
        r"verebilir(?:im|iz)(?:,? (?P<until>\S.*?) tarihine kadar)?",
        rf"(?:saya|kami) boleh (?:beri|lepaskan) {_QUANTITY}(?: unit| keping)? (?P<sku>\S.*?) "
        rf"(?:pada|dengan) harga {_PRICE}(?: seunit)?(?:,? (?:hingga|sampai) (?P<until>\S.*))?",
    )
)


def read_offer(text: str) -> TypedOffer | None:
    """None for what is no offer: it is an order, or a question."""
    typed = " ".join(unicodedata.normalize("NFKC", text).split()).rstrip(".!。")
    for shape in _SHAPES:
        match = shape.fullmatch(typed)
        if match is not None:
            until = (match["until"] or "").strip()
            return TypedOffer(match["sku"].strip(), int(match["quantity"]), match["price"].strip(), until)
    return None
