"""What somebody types about templates, in four languages. Pure: a text in, what it wants out.

Only whole messages that begin so (or in Turkish end so) are about templates; all others are orders.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Want(StrEnum):
    SAVE = "save"
    ORDER = "order"
    FILL = "fill"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class TemplateWords:
    """name: of the template as typed, "" for none; left: what is left, of filling up."""

    want: Want
    name: str = ""
    left: str = ""


_NAME = r"[\"“”«»'‘’]?(?P<name>[^\"“”«»\n]{1,60}?)[\"“”«»'‘’]?"
_SAVE = [
    r"(?:please )?(?:save|keep) (?:this |it |that |the order |this order |the last order )?"
    rf"as (?:a |the )?(?:template )?{_NAME}",
    rf"(?:把?(?:这个|这单|订单|它)?)?(?:保存|存)(?:成|为)(?:模板)?[:： ]?{_NAME}",
    rf"(?:bunu |siparişi |bu siparişi )?{_NAME} (?:adıyla|olarak|şablonu olarak) (?:kaydet|sakla)",
    rf"(?:tolong )?simpan (?:ini |pesanan ini )?sebagai (?:templat )?{_NAME}",
]
_ORDER = [
    rf"(?:order|use|load) (?:the |my )?template {_NAME}",
    rf"template {_NAME}",
    rf"(?:用|按|使用)?模板[:： ]?{_NAME}(?:下单)?",
    rf"{_NAME} şablonu(?:nu|ndan)?(?: sipariş et| sipariş ver| kullan)?",
    rf"şablon {_NAME}",
    rf"(?:pesan |guna )?templat {_NAME}",
]
_LEFT = r"(?:\s*[:：,，-]\s*(?P<left>.+))?"
_FILL = [
    r"(?:please )?(?:bring|fill|top) (?:me |us |it )?(?:back )?up(?: to par)?"
    rf"(?: for (?P<name>[^:\n]{{1,60}}))?{_LEFT}",
    rf"(?:up )?to par{_LEFT}",
    rf"(?:帮我)?(?:补货到标准|补到标准|补满|补足){_LEFT}",
    rf"(?:eksikleri |stoğumu |stoğu )?tamamla{_LEFT}",
    rf"(?:tolong )?(?:cukupkan|tambah sampai cukup)(?: stok)?{_LEFT}",
]
_LIST = [
    r"(?:my |the |show )*templates",
    r"(?:我的|查看)?模板",
    r"şablonlar(?:ım|ımı göster)?",
    r"(?:senarai )?templat(?: saya)?",
]


def _compiled(patterns: list[str]) -> re.Pattern[str]:
    named = [re.sub(r"\(\?P<(name|left)>", rf"(?P<\g<1>_{at}>", one) for at, one in enumerate(patterns)]
    return re.compile("|".join(f"(?:{one})" for one in named), re.I | re.S)


_PATTERNS = (
    (Want.LIST, _compiled(_LIST)),
    (Want.SAVE, _compiled(_SAVE)),
    (Want.FILL, _compiled(_FILL)),
    (Want.ORDER, _compiled(_ORDER)),
)


def read_template_words(text: str) -> TemplateWords | None:
    """What a message wants of templates; None for every other message."""
    typed = text.strip().rstrip(".!。！").strip()
    if not typed or len(typed) > 1000:
        return None
    for want, pattern in _PATTERNS:
        found = pattern.fullmatch(typed)
        if found is not None:
            groups = {key.partition("_")[0]: value for key, value in found.groupdict().items() if value}
            return TemplateWords(want, groups.get("name", "").strip(), groups.get("left", "").strip())
    return None
