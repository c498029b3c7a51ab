"""A wish to be compensated for a price that fell: "price protection on iphone 15", "claim price drop" (A17).

Only a message that says nothing else counts. Which goods are meant is for others to find among what was
bought; how many may stand beside them.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120

_ITEM = r"(?P<item>\S(?:.*?\S)?)"
_CLAIM = (
    r"(?:(?:i|we)(?:\s+would|['’]d)?\s+(?:want|need|like|have)\s+(?:to\s+)?)?"
    r"(?:(?:can|could|may)\s+(?:i|we)\s+(?:please\s+)?)?"
    r"(?:(?:claim|get|ask\s+for|have|request|apply\s+for)\s+)?(?:my\s+|our\s+|the\s+|a\s+|some\s+)?"
)
_PROTECTION = (
    r"price[\s-]+(?:protection|protect|drop|fall|cut|reduction|difference)"
    r"(?:\s+(?:protection|claim|credit|compensation|refund|difference))?s?"
)
_DIFFERENCE = r"(?:the\s+)?(?:price\s+)?difference"
_FELL = (
    r"(?:(?:has\s+|have\s+)?(?:dropped|fallen|fell|gone\s+down|went\s+down|come\s+down|got(?:ten)?\s+cheaper"
    r"|become\s+cheaper)|is\s+(?:cheaper|down)(?:\s+now)?)"
)
_GIVE = (
    r"(?:(?:can|could|may|do|will)\s+(?:i|we|you)\s+(?:please\s+)?)?"
    r"(?:get|have|claim|credit|refund|pay|give|compensate|return)(?:\s+(?:me|us))?"
)
_TR_PROTECTION = (
    r"fiyat\s+(?:koruma(?:sı)?|düşüşü|farkı)(?:\s+(?:talebi|iadesi|desteği))?(?:n[ıi])?"
    r"(?:\s+(?:istiyor(?:um|uz)|talep\s+ediyor(?:um|uz)|alabilir\s+mi(?:yim|yiz)|var\s+mı|olur\s+mu))?"
)
_MS_PROTECTION = (
    r"(?:(?:saya|kami)\s+)?(?:(?:nak|mahu|hendak|mau)\s+)?(?:tuntut|minta|claim)?\s*"
    r"(?:perlindungan\s+harga|beza\s+harga|price\s+protection)"
)
_ZH_PROTECTION = r"(?:申请|要|想要|我要|我们要|请求)?(?:价格保护|价保|保价|补差价|退差价|降价补偿|差价补偿)"

_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"{_CLAIM}{_PROTECTION}",
        rf"{_CLAIM}{_PROTECTION}\s*(?:\s(?:on|for|of|in|with)\s|[:：,-])\s*(?:the\s+|my\s+|our\s+)?{_ITEM}",
        rf"{_CLAIM}price[\s-]+protection\s+{_ITEM}",
        rf"(?:the\s+)?price\s+(?:of|for|on)\s+(?:the\s+)?{_ITEM}\s+{_FELL}[\s,.;]+{_GIVE}\s+{_DIFFERENCE}",
        rf"{_ITEM}\s+(?:price\s+)?{_FELL}[\s,.;]+{_GIVE}\s+{_DIFFERENCE}",
        rf"{_TR_PROTECTION}",
        rf"{_ITEM}\s+(?:için|de|da)\s+{_TR_PROTECTION}",
        rf"{_TR_PROTECTION}\s*[:：,-]?\s*{_ITEM}",
        rf"{_MS_PROTECTION}",
        rf"{_MS_PROTECTION}\s*(?:(?:untuk|utk|bagi)\s|[:：,-])\s*{_ITEM}",
        rf"{_ZH_PROTECTION}",
        rf"{_ZH_PROTECTION}\s*[:：,，-]?\s*{_ITEM}",
        rf"{_ITEM}(?:已经)?(?:降价|跌价)了?[\s,，。]*(?:可以|能|能不能|可不可以)?(?:申请|给)?"
        rf"(?:价格保护|价保|保价|补差价|退差价|补偿)",
        rf"{_ITEM}(?:的)?\s*{_ZH_PROTECTION}",
    )
)
_OPENING = re.compile(
    r"^(?:hi|hello|hey|please|pls|您好|你好|请|merhaba|lütfen|hai|tolong)[\s,!，。]+|^请(?=\S)"
)
_CLOSING = re.compile(r"(?:[\s,]*(?:please|pls|lütfen|tolong|thanks|谢谢|吗|吧))+$")


def read_protection(text: str) -> str | None:
    """The goods as typed, "" where none are named; None for any other message."""
    if len(text) > LONGEST or "\n" in text.strip():
        return None
    typed = unicodedata.normalize("NFKC", text).replace("İ", "i").casefold().strip()
    typed = _OPENING.sub("", typed).rstrip("?!.。 ")
    typed = _CLOSING.sub("", typed).rstrip("?!. ")
    for shape in _SHAPES:
        match = shape.fullmatch(typed)
        if match is not None:
            return str(match.groupdict().get("item") or "").strip(" ,'’的")
    return None
