"""Samples of what is said about photos that dealers order by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from bot.dealer.ordering.photos.screens import (
    again_screen,
    nothing_screen,
    original_caption,
    originals_screen,
    photo_notice,
    rows_screen,
)
from bot.dealer.ordering.screens import quote_card
from bot.screen import Screen
from core.i18n.phrases import Say
from core.kernel.ids import DealerId
from core.orders.original_types import HowRead, Original, OriginalKind, SeenRow
from tests.bot import samples as s

Draw = Callable[[Say], Screen]
CAME = datetime(2025, 10, 13, 9, 30, tzinfo=UTC)


def _original(kind: OriginalKind, name: str, rows: tuple[SeenRow, ...]) -> Original:
    key = s.uid(1 + list(OriginalKind).index(kind))
    return Original(
        key, DealerId(s.uid(2)), name, name, kind, "0" * 64, "image/jpeg", name, rows, CAME
    )  # fmt: skip


def photo_samples() -> Iterator[tuple[str, Draw]]:
    for name in (s.COKE, *s.NASTY):
        rows = tuple(SeenRow(name, how, "4006381333931") for how in HowRead)
        unread = (SeenRow(name, HowRead.UNREAD),)
        found = [_original(kind, name, rows) for kind in OriginalKind]
        quote = s.quote(s.ready_line())
        yield (
            f"photo {name[:9]}",
            lambda say, quote=quote, rows=rows: quote_card(quote, say, notice=photo_notice(rows, say)),
        )
        yield f"photo rows {name[:9]}", lambda say, one=found[0]: rows_screen(one, say)
        yield f"photo unread {name[:9]}", lambda say, rows=unread: nothing_screen(rows, say)
        yield f"photo whose {name[:9]}", lambda say, one=found[0]: original_caption(one, say)
        yield f"photo of order {name[:9]}", lambda say, found=found: originals_screen(found, "B2B-1", say)
    many = _original(OriginalKind.PHOTO, s.NASTY[0], tuple(SeenRow(s.NASTY[0] * 9) for _ in range(500)))
    yield "photo of 500 rows", lambda say: rows_screen(many, say)
    yield "photo of a cat", lambda say: nothing_screen((), say)
    yield "photo again", lambda say: again_screen(s.uid(3), CAME, say)
    yield "photo of no order", lambda say: originals_screen((), "B2B-1", say)
