"""Whom a broadcast is for reads the same in all four languages, and their help shows words that are read."""

import re

import pytest

from bot.office.broadcasts.audience import read_audience
from bot.office.broadcasts.kinds import WhenKind
from core.channel.types import Audience
from core.i18n.phrases import LANGUAGES
from core.kernel.actor import STAFF_ROLES, Role
from tests.chat import phrasebook

WHOLE = Audience(
    tiers=("gold", "silver"), regions=("west",), languages=("tr",), bought="grocery/drinks", days=30
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tier:gold,silver region:west lang:tr bought:grocery/drinks days:30", WHOLE),
        ("等级：gold，silver 区域：west 语言：tr 买过：grocery/drinks 天数：30", WHOLE),
        ("Grup:gold,silver BÖLGE:west DİL:Türkçe aldı:grocery/drinks gün:30", WHOLE),
        ("peringkat:gold,silver kawasan:west bahasa:tr beli:grocery/drinks hari:30", WHOLE),
        ("等级:gold、silver", Audience(tiers=("gold", "silver"))),
        ("所有", Audience()),
        ("hepsi", Audience()),
        ("Semua", Audience()),
        ("almayan:60", Audience(is_dormant=True, days=60)),
        ("未下单:60", Audience(is_dormant=True, days=60)),
        ("ordered:30", Audience(has_ordered=True, days=30)),
        ("下过单：30 等级：gold", Audience(tiers=("gold",), has_ordered=True, days=30)),
        ("sipariş:30", Audience(has_ordered=True, days=30)),
        ("Pesan:30", Audience(has_ordered=True, days=30)),
        ("ordered", None),
        ("kakitangan:semua", Audience(staff=STAFF_ROLES)),
        ("员工：业务员，财务", Audience(staff=(Role.REP, Role.FINANCE))),
        ("çalışan:temsilci,müdür", Audience(staff=(Role.REP, Role.MANAGER))),
        ("semua tier:gold", None),
        ("renk:mavi", None),
        ("天数:很多", None),
        ("kakitangan:bos", None),
        ("", None),
    ],
)
def test_words_of_four_languages_mean_the_same(typed: str, meant: Audience | None) -> None:
    assert read_audience(typed) == meant


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_help_shows_is_read(language: str) -> None:
    shown = phrasebook().text(language, "param.audience")
    words = [word.strip(",") for word in shown.split() if re.search(r"[:：]\S", word)]
    assert read_audience(" ".join(words[:5])) == WHOLE
    assert [read_audience(word) for word in words[5:]] == [
        Audience(is_dormant=True, days=60),
        Audience(has_ordered=True, days=30),
        Audience(staff=STAFF_ROLES),
    ]


def test_now_is_typed_in_four_languages() -> None:
    assert [word for word in ("now", "现在", "Şimdi", "sekarang", "nu") if WhenKind().fits(word)] == [
        "now", "现在", "Şimdi", "sekarang",
    ]  # fmt: skip
