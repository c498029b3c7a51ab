"""What a message says about the order as a whole, beside its lines: which one, and its urgency. Pure.

"make the coke 12 on my last order", "add 5 sprite to order 7891", "urgent please": the words are taken out,
so that what is left reads as lines. Only whole phrases count: a product that is called so keeps its name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.orders.engine.clocktimes import Span, take_clock

_LAST = re.compile(
    r"""(?:\b(?:on|in|to|of|from|for|at)\s+)?\b(?:my|the|our)\s+(?:last|latest|previous)\s+order\b"""
    r"""|(?:在|给|把)?\s*(?:我的?)?(?:上一个|上一张|上个|上一|最后一个|刚才的?)(?:订单|单)(?:上|里|中|的)?"""
    r"""|\bson\s+sipari[şs]im?(?:de|e|den|in|deki|imde|ime|imden|imdeki)?\b"""
    r"""|(?:\b(?:pada|dalam|untuk|dari)\s+)?\bpesanan\s+(?:terakhir|lepas|tadi)(?:\s+saya)?\b""",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"""(?:\b(?:on|in|to|of|from|for)\s+)?\b(?:my\s+)?order\s+(?:no\.?\s*|number\s*|#)?(?P<en>[\w-]*\d[\w/-]*)"""
    r"""|(?:在|给|把)?\s*订单\s*(?:号)?\s*(?P<zh>[\w-]*\d[\w/-]*)(?:上|里|中|的)?"""
    r"""|\b(?P<tr>[\w-]*\d[\w/-]*)\s+(?:numaralı|nolu)\s+sipari[şs](?:te|e|ten|in)?\b"""
    r"""|(?:\b(?:pada|dalam|untuk|dari)\s+)?\bpesanan\s+(?:no\.?\s*)?(?P<ms>[\w-]*\d[\w/-]*)""",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"""\b(?:make|change|add|drop|remove|delete|less|more|instead|swap|replace|set)\b"""
    r"""|改|加|减|删|去掉|换"""
    r"""|\b(?:yap|de[ğg]i[şs]tir|ekle|[çc][ıi]kar|sil|art[ıi]r|azalt)\b"""
    r"""|\b(?:jadikan|ubah|tambah|buang|kurangkan|tukar|ganti)\b""",
    re.IGNORECASE,
)
_URGENT = re.compile(
    r"""(?:(?<=^)|(?<=[\s,.;:!，。；！、(]))(?:it'?s\s+|this\s+is\s+|please\s+)?"""
    r"""(?:(?:very\s+)?urgent(?:ly)?|asap|rush(?:\s+order)?|acil(?:\s+sipari[şs])?|(?:amat\s+)?"""
    # Behind these it says what the food is: "mi segera" are instant noodles.
    r"""(?<!mi )(?<!mee )(?<!mie )(?<!kopi )(?<!teh )(?<!bubur )(?<!sup )(?<!minuman )segera|"""
    r"""(?:请)?(?:加急|急单|紧急|急用)(?:订单)?)"""
    r"""(?:\s*,?\s*(?:please|pls|l[üu]tfen|tolong|ya))?(?=$|[\s,.;:!，。；！、)])""",
    re.IGNORECASE,
)
_EDGES = " \t,;:!，；、！-"


@dataclass(frozen=True, slots=True)
class Asides:
    """text: what is left. is_last: of the last order; number: of the order that is named. hours: from and
    until which minute of the day it is to come."""

    text: str
    is_urgent: bool = False
    is_last: bool = False
    number: str | None = None
    hours: Span | None = None

    @property
    def names_order(self) -> bool:
        return self.is_last or self.number is not None


def take_asides(text: str) -> Asides:
    """Read them; an order counts as named only where the message changes something."""
    is_urgent = False
    is_last, number = False, None
    if _CHANGES.search(text):
        if _LAST.search(text):
            is_last, text = True, _LAST.sub(" ", text)
        elif (found := _NUMBERED.search(text)) is not None:
            number = next(one for one in found.groups() if one)
            text = text[: found.start()] + " " + text[found.end() :]
    if _URGENT.search(text):
        is_urgent, text = True, _URGENT.sub(" ", text)
    text, hours = take_clock(text)
    if not (is_urgent or is_last or number or hours):
        return Asides(text)
    lines = [" ".join(line.split()).strip(_EDGES) for line in text.splitlines()]
    return Asides("\n".join(line for line in lines if line), is_urgent, is_last, number, hours)
