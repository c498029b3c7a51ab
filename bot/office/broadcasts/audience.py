"""Whom a broadcast is for, as it is typed in our four languages. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from bot.languages import read_language
from core.channel.types import Audience
from core.kernel.actor import STAFF_ROLES, Role

ALL = "all"
# What may stand before a colon (or alone), in English, Chinese, Turkish and Malay.
_KEYS = {
    "tier": ("tier", "等级", "grup", "peringkat"),
    "region": ("region", "区域", "地区", "bölge", "kawasan"),
    "lang": ("lang", "language", "语言", "dil", "bahasa"),
    "bought": ("bought", "买过", "购买", "aldı", "alan", "beli"),
    "days": ("days", "天数", "天", "gün", "hari"),
    "dormant": ("dormant", "未下单", "沉睡", "almayan", "pasif"),
    "ordered": ("ordered", "下过单", "sipariş", "pesan"),
    "staff": ("staff", "员工", "内部", "çalışan", "kakitangan"),
    ALL: (ALL, "全部", "所有", "hepsi", "tümü", "semua"),
}
_ROLES = {
    Role.REP: ("业务员", "temsilci", "wakil"),
    Role.MANAGER: ("经理", "区域经理", "müdür", "pengurus"),
    Role.DIRECTOR: ("总监", "direktör", "pengarah"),
    Role.FINANCE: ("财务", "finans", "kewangan"),
    Role.GENERAL_MANAGER: ("总经理", "genelmüdür", "pengurusbesar"),
    Role.OFFICE: ("内勤", "ofis", "pejabat"),
}
_WORDS = {word: key for key, words in _KEYS.items() for word in words}
_STAFF = {role.value: role for role in STAFF_ROLES} | {
    word: role for role, words in _ROLES.items() for word in words
}


def read_audience(text: str) -> Audience | None:
    """ "all", or words such as "tier:gold,silver region:west lang:tr bought:grocery/drinks days:30",
    "dormant:60", "ordered:30", "staff:rep,manager", "staff:all", also "等级：gold", "bölge:west";
    None for what is none."""
    words = [_split(word) for word in unicodedata.normalize("NFKC", text).split()]
    if words == [(ALL, ())]:
        return Audience()
    found = Audience()
    for key, values in words:
        after = _with(found, key, values)
        if after is None:
            return None
        found = after
    return found if words else None


def _split(word: str) -> tuple[str, tuple[str, ...]]:
    """ "Bölge:batı,doğu" -> ("region", ("batı", "doğu")); a key that nobody knows stays as it is."""
    key, _, value = word.partition(":")
    key = _plain(key)
    return _WORDS.get(key, key), tuple(part for part in re.split("[,、]", value) if part)


def _plain(word: str) -> str:
    # The Turkish capital İ has a dot that case folding would leave standing by itself.
    return word.replace("İ", "i").casefold()


def _with(found: Audience, key: str, values: tuple[str, ...]) -> Audience | None:
    match key:
        case "tier" if values:
            return replace(found, tiers=values)
        case "region" if values:
            return replace(found, regions=values)
        case "lang" if values:
            languages = tuple(filter(None, map(read_language, values)))
            return replace(found, languages=languages) if len(languages) == len(values) else None
        case "bought" if len(values) == 1:
            return replace(found, bought=values[0])
        case "days" if len(values) == 1 and _is_days(values[0]):
            return replace(found, days=int(values[0]))
        case "dormant" if not values:
            return replace(found, is_dormant=True)
        case "dormant" if len(values) == 1 and _is_days(values[0]):
            return replace(found, is_dormant=True, days=int(values[0]))
        case "ordered" if len(values) == 1 and _is_days(values[0]):
            return replace(found, has_ordered=True, days=int(values[0]))
        case "staff" if [_WORDS.get(_plain(value)) for value in values] == [ALL]:
            return replace(found, staff=STAFF_ROLES)
        case "staff" if values:
            roles = _roles(values)
            return replace(found, staff=roles) if roles else None
    return None


def _is_days(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4


def _roles(values: tuple[str, ...]) -> tuple[Role, ...]:
    found = tuple(_STAFF[word] for word in map(_plain, values) if word in _STAFF)
    return found if len(found) == len(values) else ()
