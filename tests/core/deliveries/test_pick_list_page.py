"""The printed pick list: its bar codes are read by a scanner, its lines stand in the order of the walk."""

import io
from dataclasses import replace

import numpy
import pytest
import zxingcpp
from matplotlib.image import imread

from core.deliveries.documents.pick_list import TEMPLATE, page_of, print_pick_list
from core.deliveries.engine.code128 import bar_widths
from core.deliveries.types import Location, PickList
from core.i18n.phrases import LANGUAGES
from core.i18n.printing import draw_document
from core.kernel.ids import WarehouseId
from tests.bot.gallery_deliveries import BIG, ID, NOW, PLAIN
from tests.chat import phrasebook

LISTED = PickList(ID, "PL-2025-3", WarehouseId(ID), "LA", NOW, (PLAIN, replace(PLAIN, number="SH-2025-13")))


def read_codes(png: bytes) -> set[str]:
    pixels = (imread(io.BytesIO(png))[..., :3].mean(axis=2) * 255).astype(numpy.uint8)
    return {code.text for code in zxingcpp.read_barcodes(pixels)}


def test_a_scanner_reads_the_numbers_of_list_and_shipments() -> None:
    pages = draw_document(TEMPLATE, page_of(LISTED, phrasebook().say("en")), dots_per_inch=200)
    found = set().union(*map(read_codes, pages))
    assert found == {"PL-2025-3", "SH-2025-12", "SH-2025-13"}


def test_lines_of_all_shipments_stand_in_the_order_of_the_walk() -> None:
    far = replace(PLAIN, number="SH-9", lines=(replace(PLAIN.lines[0], location=Location("A", "1")),))
    page = page_of(replace(LISTED, shipments=(PLAIN, far)), phrasebook().say("en"))
    assert [(row["location"], row["shipment"]) for row in page["rows"][:2]] == [
        ("A-1", "SH-9"),
        ("A-03-2", "SH-2025-12"),
    ]
    assert page["rows"][2]["lots"] == "lot A12, use by Thu 16 Oct: 40, lot B1: 8"
    assert page["bars"] == bar_widths("PL-2025-3")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_made_in_every_language_and_the_same_list_gives_the_same_bytes(language: str) -> None:
    say = phrasebook().say(language)
    worst = replace(LISTED, shipments=(BIG,))
    first = print_pick_list(worst, say)
    assert first.startswith(b"%PDF-")
    assert print_pick_list(worst, say) == first
