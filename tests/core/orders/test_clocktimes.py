"""Hours of delivery in the words of four languages, and what is none."""

from datetime import date

import pytest

from core.intake.engine.reading.messages import read_message
from core.intake.types import Intent
from core.orders.engine.clocktimes import DAY_END, take_clock


def _at(first: float, last: float) -> tuple[int, int]:
    return int(first * 60), int(last * 60)


SAID = {
    "before 10am": _at(0, 10), "by 10:30 am please": _at(0, 10.5), "no later than 4 p.m.": _at(0, 16),
    "after 2 pm": _at(14, 24), "after 2": _at(14, 24), "from 9 to 11": _at(9, 11), "from 9am": _at(9, 24),
    "between 9 and 11": _at(9, 11), "between 1 and 3 pm": _at(13, 15), "between 11 and 2 pm": _at(11, 14),
    "between 9 am and 1 pm": _at(9, 13), "before 12 o'clock": _at(0, 12), "before 12 am": None,
    "上午十点前": _at(0, 10), "下午两点以后": _at(14, 24), "九点到十一点之间": _at(9, 11),
    "下午1点到3点": _at(13, 15),
    "十点半之前送到": _at(0, 10.5), "中午12点前": _at(0, 12), "下午两点半后": _at(14.5, 24),
    "saat 10'dan önce": _at(0, 10), "saat 14'ten sonra": _at(14, 24), "9 ile 11 arası": _at(9, 11),
    "saat 10:30'dan önce": _at(0, 10.5), "öğleden sonra 2'den sonra": _at(14, 24),
    "saat 9-11 arasında": _at(9, 11),
    "sebelum pukul 10": _at(0, 10), "selepas pukul 2 petang": _at(14, 24),
    "antara jam 9 hingga 11": _at(9, 11),
    "sebelum jam 10 pagi": _at(0, 10), "antara pukul 1 dan 3 petang": _at(13, 15),
    "at 9 sharp": (540, 550), "deliver exactly at 2 pm": (840, 850), "9:15 sharp please": (555, 565),
    "tam 14:30'da": (870, 880), "saat tam 9'da getirin": (540, 550), "hantar pukul 9 tepat": (540, 550),
    "早上9点整送到": (540, 550), "下午两点半准时送到": (870, 880), "at 24 sharp": None, "5 sharp": None,
    "between 9:00 and 9:10": (540, 550),
    "sebelum 12 tengah hari": _at(0, 12), "between 11 and 9 am": None, "before 25:00": None,
}  # fmt: skip


@pytest.mark.parametrize("text", SAID)
def test_hours_are_read_in_four_languages(text: str) -> None:
    assert take_clock(text).span == SAID[text]


LEFT = {
    "10 cases coke, deliver before 10am": ("10 cases coke,", _at(0, 10)),
    "10 coke tomorrow after 2 pm": ("10 coke tomorrow", _at(14, DAY_END / 60)),
    "10箱可乐，明天上午十点前送到": ("10箱可乐，明天", _at(0, 10)),
    "明天十点前要10箱可乐": ("明天 要10箱可乐", _at(0, 10)),
    "yarın 10 kasa kola, saat 10'dan önce getirin": ("yarın 10 kasa kola,", _at(0, 10)),
    "10 kotak coke esok, hantar sebelum pukul 10": ("10 kotak coke esok,", _at(0, 10)),
    "10 coke before 10 tomorrow": ("10 coke tomorrow", _at(0, 10)),
    "please deliver 10 coke from 9 to 11": ("please deliver 10 coke", _at(9, 11)),
    "deliver 10 coke tomorrow between 9 and 11": ("deliver 10 coke tomorrow", _at(9, 11)),
}


@pytest.mark.parametrize("text", LEFT)
def test_what_is_left_of_the_message_is_the_order(text: str) -> None:
    found = take_clock(text)
    assert (" ".join(found.text.split()), found.span) == LEFT[text]


@pytest.mark.parametrize(
    "text",
    [
        "10 coke", "5 After Eight 200g", "12 x 330ml before 10% off", "10 after 8 mints",
        "add 3 from 9 to 12", "change coke from 10 to 12, deliver tomorrow",
        "deliver tomorrow, change coke from 10 to 12", "coke from 10 to 12 please send tomorrow",
        "plywood 8 by 4, deliver tomorrow", "plywood 8 by 4 tomorrow",
        "tukar coke dari 10 sampai 12, hantar esok",
        "between 10 and 12 cases of coke", "六点钟牌饼干 5", "2 seven up by the case", "order 7891",
    ],
)  # fmt: skip
def test_numbers_of_goods_are_no_hours(text: str) -> None:
    assert take_clock(text) == (text, None)


QUESTIONS = (
    "how many stops before me?", "am i next?", "where is the van", "前面还有几站", "我前面还有几家？",
    "送货车到哪了",
    "benden önce kaç durak var?", "kaç durak kaldı", "araç nerede", "berapa hentian sebelum saya?",
    "berapa stop lagi", "van di mana",
)  # fmt: skip


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_for_the_stops_before_is_one_for_the_own_order(text: str) -> None:
    assert read_message(text, today=date(2025, 10, 14)).intent is Intent.ASK_ORDER_STATUS
