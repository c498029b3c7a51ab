"""Goods that shall go back: "2 iphones arrived broken", "got 3 cases damaged", "I want to return 2" (A16).

Only a message that says nothing else counts, and only one that says so with a verb: "5 broken rice" is an
order, "got 5 broken lamps" is none. Which goods are meant is for others to find among what has come.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from core.intake.types import Complaint

LONGEST = 200


class ReturnWords(NamedTuple):
    """item: the goods as typed, with their amount; order: the number of the order they came with."""

    item: str
    complaint: Complaint | None
    order: str | None = None


_ITEM = r"(?P<item>\S(?:.*?\S)?)"

_BROKEN = (
    r"broken|damaged|smashed|shattered|cracked|crushed|dented|scratched|leaking|defective|faulty|torn|squashed"
    r"|ruined|spoil(?:t|ed)|rotten|mou?ldy|not\s+working|dead\s+on\s+arrival|doa"
)
_OLD = r"expired|out\s+of\s+date|past\s+(?:its|their|the)\s+(?:date|expiry|best\s+before)"
_BAD = rf"(?P<bad>{_BROKEN})|(?P<old>{_OLD})|(?P<wrong>wrong)"
_CAME = (
    r"(?:arrived|came|got\s+here|turned\s+up|showed\s+up|reached\s+(?:us|me)|(?:(?:were|was)\s+)?delivered)"
)
_IS = r"(?:are|is|were|was|r)"
_HOW = r"(?:\s+(?:all|just|completely|totally|badly|already|in|both))*"
_GOT = r"(?:(?:i|we)(?:\s+have|['’]ve)?\s+)?(?:just\s+)?(?:got|received|have|had|found)"
_WHEN = (
    r"(?:\s+(?:on\s+arrival|(?:up)?on\s+delivery|when\s+(?:they|it|we)\s+\S+(?:\s+(?:them|it))?|in\s+transit"
    r"|today|this\s+morning|yesterday))*"
)
_WANT = r"(?:(?:i|we)(?:\s+would|['’]d)?\s+)?(?:want|need|like|have|wish)\s+to"
_BACK = r"(?:return|send\s+back|give\s+back)"

_TR_BROKEN = (
    r"kır(?:ık|ılmış)|hasarlı|boz(?:uk|ulmuş)|ez(?:ik|ilmiş)|patla(?:k|mış)|yırtık|çatlak|çizik"
    r"|akmış|çürük|küflü"
)
_TR_BAD = (
    rf"(?P<bad>{_TR_BROKEN})|(?P<old>tarihi\s+geçmiş|son\s+kullanma\s+tarihi\s+geçmiş)|(?P<wrong>yanlış)"
)
_TR_CAME = r"(?:(?:geldi|gelmiş|çıktı|çıkmış|ulaştı)(?:ler|lar)?|teslim\s+edildi|gönderilmiş)"
_TR_BACK = (
    r"(?:iade\s+(?:etmek|edeceğim|edeceğiz|edelim|edeyim|ediyorum|ediyoruz|almanızı)"
    r"|geri\s+(?:göndermek|yollamak|vermek|gönderiyorum|gönderiyoruz))(?:\s+(?:istiyorum|istiyoruz|istiyorduk))?"
)

_MS_BROKEN = r"rosak|pecah|retak|kemek|bocor|koyak|penyek|busuk|berkulat|cacat"
_MS_BAD = (
    rf"(?P<bad>{_MS_BROKEN})|(?P<old>(?:tamat|dah|sudah)\s+(?:tempoh|luput|tamat\s+tempoh))|(?P<wrong>salah)"
)
_MS_CAME = r"(?:sampai|tiba|datang|diterima|dihantar)"
_MS_HOW = r"(?:\s+(?:dalam\s+keadaan|semua|dah|sudah|habis))*"
_MS_WANT = r"(?:(?:saya|kami)\s+)?(?:nak|mahu|hendak|ingin|mau)"
_MS_BACK = r"(?:pulangkan|pulang(?:kan)?\s+balik|kembalikan|hantar\s+balik|return)"

_ZH_BAD = (
    r"(?:(?P<bad>有?破损|有?损坏|[摔压]?坏|破|碎|漏|变形|压扁|裂|发霉|变质)|(?P<old>过期))(?:了|的|掉了)*"
)
_ZH_CAME = r"(?:(?:收到|到货|送到|送来)(?:的时候|时|后)?|[到来]的时候)"
_ZH_HOW = r"[都就全是已经时]*"

_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"{_ITEM}\s+(?:(?:which|that)\s+)?(?:has\s+|have\s+)?(?:{_CAME}|{_IS}){_HOW}\s+(?:{_BAD}){_WHEN}",
        rf"{_GOT}\s+{_ITEM}(?:\s+that)?(?:\s+{_IS}|\s+{_CAME})?{_HOW}\s+(?:{_BAD}){_WHEN}",
        rf"{_GOT}\s+(?P<count>\d+(?:\s+\w+\s+of)?)\s+(?:{_BAD})\s+{_ITEM}{_WHEN}",
        rf"(?:you\s+(?:guys\s+)?|u\s+)?(?:have\s+)?(?:sent|delivered|shipped)\s+(?:us\s+|me\s+)?(?:the\s+)?(?P<wrong>wrong)\s+{_ITEM}",
        rf"{_WANT}\s+{_BACK}\s+{_ITEM}",
        rf"(?:can|could|may)\s+(?:i|we)\s+(?:please\s+)?{_BACK}\s+{_ITEM}",
        rf"(?:please\s+)?(?:{_BACK}|returning|sending\s+back)\s+(?P<item>\d.*\S)",
        rf"{_ITEM}(?:['’](?:lar|ler)|['’](?:ı|i|u|ü))?\s+(?:hepsi\s+)?(?:{_TR_BAD})\s+{_TR_CAME}",
        rf"{_ITEM}(?:['’](?:lar|ler)?[ıiuü]|['’]y[ıiuü])?\s+{_TR_BACK}",
        rf"{_ITEM}\s+{_MS_CAME}{_MS_HOW}\s+(?:{_MS_BAD})",
        rf"{_ITEM}\s+(?:dah\s+|sudah\s+)?(?:{_MS_BAD})\s+(?:masa|semasa|bila|ketika|waktu)\s+{_MS_CAME}",
        rf"(?:(?:saya|kami)\s+)?(?:dapat|terima|menerima)\s+{_ITEM}\s+(?:yang\s+)?(?:dah\s+|sudah\s+)?(?:{_MS_BAD})",
        rf"(?P<wrong>salah)\s+hantar\s+{_ITEM}",
        rf"{_MS_WANT}\s+{_MS_BACK}\s+{_ITEM}",
        rf"(?:收到的?|到货的?|送来的?|有){_ITEM}{_ZH_HOW}{_ZH_BAD}",
        rf"{_ITEM}[\s,]*{_ZH_CAME}[\s,]*{_ZH_HOW}{_ZH_BAD}",
        rf"(?:我们?)?(?:要|想|需要|想要)?(?:申请)?(?:退货|退回){_ITEM}",
        rf"(?:我们?)?(?:要|想|需要|想要)退(?![热熱烧燒]){_ITEM}",
        rf"(?:你们)?(?P<wrong>发错|送错)了?{_ITEM}",
    )
)
_OPENING = re.compile(
    r"^(?:hi|hello|hey|sorry|unfortunately|but|您好|你好|merhaba|maalesef|hai|maaf)[\s,!，。]+"
)
# Words that make another sentence of it: a condition, a wish for the next time, an order.
_NOT_GOODS = re.compile(
    r"(?:if|when|unless|why|how|is|are|was|were|did|make\s+sure|ensure|hope|nothing|none|nobody|no|not|last|please"
    r"|send|need|want|order|add|give|eğer|umarım|lütfen|hiçbir|jika|kalau|harap|tiada|jangan|pastikan"
    r"|如果|别|不要|希望|没有|请)(?:\b|(?<=[\u4e00-\u9fff]))"
)
_CLOSING = re.compile(r"(?:[\s,]*(?:please|pls|lütfen|tolong|thanks|谢谢|请处理))+$")
_FROM = re.compile(
    r"\s*\b(?:from|of|in|on|with|dari|daripada)?\s*\b(?:(?:my\s+)?order|pesanan)?\s*#?"
    r"(?P<number>[a-z][a-z0-9]{0,6}(?:-\d+){1,3}(?:/\d+)?)\b(?:\s+(?:numaralı\s+)?sipariş\w*)?"
)


def read_return(text: str) -> ReturnWords | None:
    """What a whole message says about goods that go back; None for any other message."""
    if len(text) > LONGEST or "\n" in text.strip():
        return None
    typed = unicodedata.normalize("NFKC", text).replace("İ", "i").casefold().strip()
    if typed.endswith("?") and not typed.startswith(("can ", "could ", "may ")):
        return None
    typed = _CLOSING.sub("", _OPENING.sub("", typed).rstrip("?!.。 ")).rstrip("!. ")
    named = _FROM.search(typed)
    order = None if named is None else named["number"].upper()
    if named is not None:
        typed = f"{typed[: named.start()]}{typed[named.end() :]}".strip()
    for shape in _SHAPES:
        match = shape.fullmatch(typed)
        if match is not None and not _NOT_GOODS.match(match["item"]):
            found = match.groupdict()
            item = f"{found.get('count') or ''} {found['item']}".strip(" ,'’的")
            return ReturnWords(item, _complaint(found), order)
    return None


def _complaint(found: dict[str, str | None]) -> Complaint | None:
    for name, complaint in _COMPLAINTS.items():
        if found.get(name):
            return complaint
    return None


_COMPLAINTS = {"bad": Complaint.DAMAGED, "old": Complaint.EXPIRED, "wrong": Complaint.WRONG_ITEM}
