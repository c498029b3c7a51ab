"""The whole way from a line's words to the decision, on a small catalogue."""

from __future__ import annotations

from decimal import Decimal

import pytest

from core.intake.engine.matching import CatalogIndex, alias_key, match_line, search
from core.intake.types import (
    AskWhy,
    Bought,
    CatalogEntry,
    DealerView,
    Decision,
    LineMatch,
    LineReading,
    LineText,
)

NAMES = {
    "AB-1200": "Coca-Cola Zero 330ml can x24",
    "AB-1201": "Coca-Cola Classic 330ml can x24",
    "AB-1202": "Coca-Cola Classic 500ml bottle x12",
    "AB-1203": "Coca-Cola Classic 1.5L bottle x6",
    "AB-1204": "SKF Deep Groove Ball Bearing 6210-2RS stainless steel 50x90x20 mm",
    "AB-1205": "SKF Deep Groove Ball Bearing 6211-2RS chrome steel 55x100x21 mm",
    "AB-1206": "Hex bolt M8x40 zinc plated",
    "AB-1207": "Hex bolt M8x50 zinc plated",
    "AB-1208": "Hex bolt M10x40 galvanised",
    "AB-1209": 'Brass ball valve 1/2"',
    "AB-1210": 'Brass ball valve 3/4"',
    "0042": "Canon toner cartridge black",
    "AB-1212": "维他奶 原味豆奶 250毫升",
    "AB-1213": "王老吉 凉茶 310毫升",
    "AB-1214": "Ülker çikolatalı gofret 36g",
    "AB-1215": "Susu pekat manis F&N 500g",
}
ENTRIES = [
    CatalogEntry(
        sku, sku, (name,), barcodes=("5000112637922",) if sku == "AB-1200" else (), packs={"each": 1}
    )
    for sku, name in NAMES.items()
]
INDEX = CatalogIndex.build(ENTRIES)
ANYBODY = DealerView()


def line(*items: str) -> LineText:
    return LineText(items[0], tuple(LineReading(item, prior=1 / len(items)) for item in items))


def match(*items: str, dealer: DealerView = ANYBODY) -> LineMatch:
    return match_line(line(*items), INDEX, dealer)


@pytest.mark.parametrize(
    ("text", "sku"),
    [
        ("coke zero 330", "AB-1200"),
        ("cocacola zero", "AB-1200"),
        ("coke classic 1500 ml", "AB-1203"),
        ("1.5 L coca cola classic", "AB-1203"),
        ("clasic coca cola 500ml", "AB-1202"),
        ("ss brng 50mm", "AB-1204"),
        ("bearing 6211", "AB-1205"),
        ("brg 6210 2RS", "AB-1204"),
        ("bolt m8 x 50", "AB-1207"),
        ("hex blt m10x40 galv", "AB-1208"),
        ('0.5" brs vlv', "AB-1209"),
        ("valve brass 3/4 inch", "AB-1210"),
        ("AB 12O6", "AB-1206"),
        ("0042", "0042"),
        ("5000112637922", "AB-1200"),
        ("維他奶 原味", "AB-1212"),
        ("weitanai 250ml", "AB-1212"),
        ("wanglaoji", "AB-1213"),
        ("ulker cikolatali gofret", "AB-1214"),
        ("condensed milk f&n", "AB-1215"),
        ("直径50mm的不锈钢轴承", "AB-1204"),
        ("stainless bearing 50 mm", "AB-1204"),
    ],
)
def test_the_right_product_is_the_first_candidate(text: str, sku: str) -> None:
    assert match(text).candidates[0].sku == sku


def test_a_line_that_fits_several_sizes_is_asked() -> None:
    found = match("coke classic")
    assert found.decision is Decision.ASK
    assert found.why_ask == (AskWhy.WHICH_PRODUCT,)
    assert {c.sku for c in found.candidates[:3]} == {"AB-1201", "AB-1202", "AB-1203"}


def test_history_settles_what_the_words_leave_open() -> None:
    dealer = DealerView(bought={"AB-1202": Bought(30, 12.0, 5)})
    assert match("coke classic", dealer=dealer).candidates[0].sku == "AB-1202"


@pytest.mark.parametrize(
    "text", ["coke classic 700ml", "hex bolt m8x45", "brass ball valve 2 inch", "bearing 6310-2RS"]
)
def test_a_size_or_model_number_that_contradicts_is_never_accepted(text: str) -> None:
    dealer = DealerView(bought={sku: Bought(50, 10.0, 3) for sku in NAMES})
    assert match(text).decision is not Decision.ACCEPT
    assert match(text, dealer=dealer).decision is not Decision.ACCEPT


def test_an_exact_sku_is_accepted_with_its_leading_zeros() -> None:
    assert match("0042").decision is Decision.ACCEPT
    assert match("42").decision is not Decision.ACCEPT


def test_an_unknown_product_is_not_found() -> None:
    found = match("frobnicator xylophone")
    assert found.decision is Decision.NOT_FOUND
    assert found.candidates == ()


def test_the_reading_is_chosen_by_the_product() -> None:
    found = match("coke classic", "coke classic 500")
    assert found.candidates[0].sku == "AB-1202"
    assert found.reading.item == "coke classic 500"


def test_a_size_taken_out_of_the_item_still_counts() -> None:
    reading = LineReading("coca cola classic", size=Decimal("1.5"), size_unit="l")
    found = match_line(LineText("x", (reading,)), INDEX, ANYBODY)
    assert found.candidates[0].sku == "AB-1203"


def test_the_dealers_own_word_wins() -> None:
    dealer = DealerView(aliases={alias_key("the red one"): "AB-1201"})
    found = match("The RED one!", dealer=dealer)
    assert (found.decision, found.candidates[0].sku, found.from_alias) == (Decision.ACCEPT, "AB-1201", True)


def test_an_own_word_for_a_product_no_longer_allowed_does_not_win() -> None:
    dealer = DealerView(aliases={alias_key("the red one"): "AB-1201"}, allowed=frozenset({"AB-1200"}))
    assert not match("the red one", dealer=dealer).from_alias


def test_a_product_off_the_list_is_told_from_one_not_found() -> None:
    dealer = DealerView(allowed=frozenset(set(NAMES) - {"AB-1206"}))
    by_words = match("hex bolt m8x40 zinc plated", dealer=dealer)
    assert by_words.decision is not Decision.ACCEPT
    assert by_words.off_list is not None
    assert by_words.off_list.sku == "AB-1206"
    assert by_words.why_ask == (AskWhy.NOT_ON_LIST,)
    by_sku = match("AB-1206", dealer=dealer)
    assert (by_sku.decision, by_sku.why_ask) == (Decision.NOT_FOUND, (AskWhy.NOT_ON_LIST,))
    assert by_sku.off_list is not None
    assert by_sku.off_list.sku == "AB-1206"


def test_candidates_are_all_allowed_and_at_most_five() -> None:
    allowed = frozenset({"AB-1201", "AB-1202", "AB-1203", "AB-1206", "AB-1207", "AB-1208", "AB-1209"})
    dealer = DealerView(allowed=allowed)
    for text in ("coke", "hex bolt", "brass valve", "zinc", "can"):
        candidates = match(text, dealer=dealer).candidates
        assert len(candidates) <= 5
        assert {c.key for c in candidates} <= allowed


def test_two_products_with_one_name_are_asked() -> None:
    index = CatalogIndex.build(
        [CatalogEntry("a", "A-1", ("Paper cup 8oz",)), CatalogEntry("b", "B-1", ("Paper cup 8oz",))]
    )
    assert match_line(line("paper cup 8oz"), index, ANYBODY).decision is Decision.ASK


@pytest.mark.parametrize("text", ["", "   ", "!!!", "😀", "?" * 4096, "x" * 4096, "1 " * 2000])
def test_noise_is_not_found_and_breaks_nothing(text: str) -> None:
    assert match(text).decision is not Decision.ACCEPT


def test_an_empty_catalogue_finds_nothing() -> None:
    empty = CatalogIndex.build([])
    assert match_line(line("coke"), empty, ANYBODY).decision is Decision.NOT_FOUND
    assert search("coke", empty, ANYBODY) == ()


def test_search_finds_by_attributes_in_either_language() -> None:
    assert search("stainless bearing 50 mm", INDEX, ANYBODY, 3)[0].sku == "AB-1204"
    assert search("直径50mm的不锈钢轴承", INDEX, ANYBODY, 3)[0].sku == "AB-1204"


def test_search_shows_only_what_is_allowed() -> None:
    found = search("coke", INDEX, DealerView(allowed=frozenset({"AB-1203"})), 5)
    assert [c.sku for c in found if c.sku.startswith("AB-120")] == ["AB-1203"]


def test_an_article_before_a_dealers_own_words_makes_no_difference() -> None:
    assert alias_key("the red cans") == alias_key("Red cans") == "red cans"
    assert alias_key("the") == "the"


def test_a_model_number_that_a_product_never_bought_lacks_is_not_accepted() -> None:
    index = CatalogIndex.build(
        [
            CatalogEntry("a", "A-1", ("Panavox 3x DVD-RAM media disc",)),
            CatalogEntry("b", "B-1", ("Alkaline battery",)),
        ]
    )
    named = match_line(line("panavox dvd ram media disc"), index, ANYBODY)
    strange = match_line(line("panavox dvd ram media disc af30u3"), index, ANYBODY)
    assert (named.decision, strange.decision) == (Decision.ACCEPT, Decision.ASK)


CABLES = CatalogIndex.build(
    [
        CatalogEntry(sku, sku, (name,), packs={"each": 1})
        for sku, name in (
            ("C1", "Voltix USB-C cable 1 m red"),
            ("C2", "Voltix braided USB-C cable 1 m red"),
            ("C3", "Voltix USB-C cable 1 m white"),
            ("C4", "Voltix USB-C cable 2 m red"),
            ("K1", "Cola 330 ml"),
            ("K2", "Cola 330 ml 24"),
            ("D1", "Dulux wall paint 5 L"),
            ("D2", "Dulux Wall Paint, 5 L"),
            ("M1", "Milk"),
        )
    ]
)


def test_a_whole_name_as_it_stands_is_that_product() -> None:
    for text, sku in (("voltix usb c cable 1 m RED", "C1"), ("Voltix braided USB-C cable 1 m red", "C2")):
        found = match_line(line(text), CABLES, ANYBODY)
        assert (found.decision, found.candidates[0].key) == (Decision.ACCEPT, sku)


def test_a_whole_name_that_is_off_the_list_is_not_taken_for_granted() -> None:
    found = match_line(line("Voltix USB-C cable 1 m red"), CABLES, DealerView(allowed=frozenset({"C3"})))
    assert found.decision is not Decision.ACCEPT


def test_a_name_that_two_products_bear_or_two_readings_name_is_not_taken_for_granted() -> None:
    assert match_line(line("dulux wall paint 5 l"), CABLES, ANYBODY).decision is Decision.ASK
    two = match_line(line("Cola 330 ml", "Cola 330 ml 24"), CABLES, ANYBODY)
    assert {one.key for one in two.candidates[:2]} == {"K1", "K2"}
    assert CABLES.find_named("milk") == ()


def test_a_name_is_forgotten_with_its_product_and_learned_with_a_new_one() -> None:
    new = CatalogEntry("C1", "C1", ("Voltix USB-C cord 1 m red",), packs={"each": 1})
    later = CABLES.with_changes([new])
    assert later.find_named("Voltix USB-C cable 1 m red") == ()
    assert [later.products.entries[n].names for n in later.find_named("voltix usb-c cord 1 m red")] == [
        ("Voltix USB-C cord 1 m red",)
    ]
    assert len(CABLES.find_named("Voltix USB-C cable 1 m red")) == 1
