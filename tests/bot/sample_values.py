"""Moments, money, names and ids of the samples."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime

from core.kernel.money import Money, UnitPrice

DAY = date(2025, 11, 25)
AT = datetime(2025, 11, 25, 14, 5, tzinfo=UTC)
USD = "USD"

COKE = "Coca-Cola Classic 330 ml"
NASTY = (
    '<b>Tom & Jerry\'s "Best"</b> 🧀 <script>',
    "عصير برتقال طبيعي بدون سكر مضاف ١ لتر",
    "不锈钢深沟球轴承 6204-2RS 内径20mm 外径47mm 厚度14mm 双面密封 高速静音 电机专用",
    "🎉🧃👨‍👩‍👧‍👦" * 60,
    "Very long name of a product that goes on and on " * 20,
    "&" * 200,
)


def usd(text: str) -> Money:
    return Money.parse(text, USD)


def unit_usd(text: str) -> UnitPrice:
    return UnitPrice.parse(text, USD)


def uid(number: int) -> uuid.UUID:
    return uuid.UUID(int=number + (0x7 << 76) + (0x2 << 62))
