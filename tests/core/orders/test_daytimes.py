"""Parts of the day in the words of four languages."""

import pytest

from core.orders.engine.daytimes import part_of_day

SAID = {
    "deliver tomorrow morning": (6, 12), "friday afternoon please": (13, 18), "by noon": (11, 14),
    "tomorrow evening": (17, 21), "明天上午送": (6, 12), "明早送": (6, 12), "明天下午": (13, 18),
    "中午前": (11, 14), "yarın sabah": (6, 12), "yarın öğleden sonra": (13, 18),
    "yarın öğleden önce": (6, 12),
    "yarın öğlen": (11, 14), "yarın akşam": (17, 21), "esok pagi": (6, 12), "esok petang": (13, 18),
    "esok tengah hari": (11, 14), "deliver tomorrow": None, "10 coke": None,
}  # fmt: skip


@pytest.mark.parametrize("text", SAID)
def test_a_part_of_the_day_is_read_in_four_languages(text: str) -> None:
    assert part_of_day(text) == SAID[text]
