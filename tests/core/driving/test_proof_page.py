"""The proof of a delivery stays on one page, whatever is on it, and says when it was to the year."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PIL import Image

from core.driving.documents.proof_page import TEMPLATE, page_of
from core.driving.types import Flag
from core.i18n.phrases import LANGUAGES
from core.i18n.printing import draw_document
from tests.bot.gallery_driving import proof
from tests.chat import phrasebook
from tests.core.driving.house import photo

LONG = "Syarikat Perniagaan Barangan Runcit dan Borong Haji Abdul Rahman bin Ismail 吉隆坡分店 " * 3


def signature() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (600, 240), "black").save(made, "PNG")
    return made.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_proof_with_far_too_much_of_everything_is_one_page(language: str) -> None:
    full = proof(
        30, dealer=LONG, address=LONG, receiver=LONG, driver=LONG, note=LONG * 3, flags=tuple(Flag),
        orders=tuple(f"B2B-2025-{at}" for at in range(40)),
        shipments=tuple(f"SH-2025-{at}" for at in range(40)),
    )  # fmt: skip
    full = replace(full, lines=tuple(replace(line, sku="SKU-" * 10) for line in full.lines))
    photos = [photo(900, 600), photo(600, 900), photo(900, 600), photo(600, 900)]
    pages = draw_document(
        TEMPLATE, page_of(full, LONG[:60], photos, signature(), phrasebook().say(language)), dots_per_inch=50
    )
    assert len(pages) == 1


def test_names_are_cut_where_they_must_be_and_the_number_of_the_article_stays() -> None:
    page = page_of(proof(6), "House", [], None, phrasebook().say("en"))
    assert page["rows"][0][0] == """<b>Tom & Jerry's "Best"</b> <script> · SKU"""
    assert [row[0].endswith(" · SKU") for row in page["rows"]] == [True] * 6
    assert max(len(row[0]) for row in page["rows"]) <= 64


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_wanted_stands_beside_what_was_brought_in_the_room_of_one_name(language: str) -> None:
    say = phrasebook().say(language)
    one = proof(1)
    lines = [replace(one.lines[0], name=name, instead_of=name) for name in ("Box", "吉隆坡" * 30, LONG)]
    short, *long = page_of(replace(one, lines=tuple(lines)), "House", [], None, say)["rows"]
    assert short[0] == f"Box ({say('document.instead_of', name='Box')}) · SKU"
    for row in long:
        assert row[0].count("…") == 2
        assert sum(2 if ord(sign) > 0x2E80 else 1 for sign in row[0]) <= 54 + len(" · SKU")


def test_when_it_was_is_said_with_year_and_zone() -> None:
    at = datetime(2025, 10, 14, 23, 30, tzinfo=UTC)
    say = phrasebook().say("en", zone="Asia/Kuala_Lumpur")
    facts = dict(page_of(proof(1, taken_at=at), "House", [], None, say)["facts"])
    assert facts[say("pod.at")] == "Oct 15, 2025 07:30 UTC+08:00"
