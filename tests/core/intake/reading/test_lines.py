from decimal import Decimal

import pytest

from core.intake.engine.reading.lines import read_line
from core.intake.types import LineReading, QuantityKind


def best(text: str) -> LineReading:
    return read_line(text).best


def amount(text: str) -> tuple[str | None, str | None, str]:
    reading = best(text)
    return (f"{reading.quantity.normalize():f}" if reading.quantity else None, reading.unit, reading.item)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10 ctn coke zero 330", ("10", "carton", "coke zero 330")),
        ("coke zero 330 10ctn", ("10", "carton", "coke zero 330")),
        ("ctn10 coke", ("10", "carton", "coke")),
        ("10 coke ctn", ("10", "carton", "coke")),
        ("coke-5", ("5", None, "coke")),
        ("COKE 1.5L-12", ("12", None, "COKE 1.5L")),
        ("5x AB-1234", ("5", None, "AB-1234")),
        ("x3 usb cable", ("3", None, "usb cable")),
        ("3 * usb cable", ("3", None, "usb cable")),
        ("half a dozen eggs", ("0.5", "dozen", "eggs")),
        ("cili merah 3kg setengah", ("3.5", "kg", "cili merah")),
        ("2 kg and a half rice", ("2.5", "kg", "rice")),
        ("2 kilo buçuk domates", ("2.5", "kg", "domates")),
        ("setengah kilo gula", ("0.5", "kg", "gula")),
        ("M10 x 50 hex bolt - 500", ("500", None, "M10 x 50 hex bolt")),
        ("M10 nut - 500", ("500", None, "M10 nut")),
        ("nut M10 x 50", ("50", None, "nut M10")),
        ("coke 12 ctn x 24 pcs", ("12", "carton", "coke 24 pcs")),
        ("tisu muka 6 bungkus x 200 helai", ("6", "packet", "tisu muka 200 helai")),
        ("teh boh 100 uncang 6", ("6", None, "teh boh 100 uncang")),
        ("kertas a4 80gsm 5 rim", ("5", "ream", "kertas a4 80gsm")),
        ("tepung 12 bks", ("12", "packet", "tepung")),
        ("鸡蛋A级10板", ("10", "tray", "鸡蛋A级")),
        # Cores and their section: no seven and a half of anything.
        ("cable 3x2.5 5 rolls", ("5", "roll", "cable 3x2.5")),
        ("nyy 3x2,5 kablo 2 rulo", ("2", "roll", "nyy 3x2,5 kablo")),
        ("3 x 2.5 kg flour", ("3", None, "3 x 2.5 kg flour")),
        ("a dozen eggs", ("1", "dozen", "eggs")),
        ("1½ cases red bull", ("1.5", "case", "red bull")),
        ("1 1/2kg rice", ("1.5", "kg", "rice")),
        ("2 5kg bags rice", ("2", "bag", "5kg rice")),
        ("1,5 lt su 3 koli", ("3", "case", "1,5 lt su")),
        ("1,200 screws m4", ("1200", None, "screws m4")),
        ("1.200 adet vida", ("1200", "each", "vida")),
        ("1.200 kg peynir", ("1.2", "kg", "peynir")),
        ("２箱可乐", ("2", "case", "可乐")),
        ("可乐两箱半", ("2.5", "case", "可乐")),
        ("廿支矿泉水", ("20", "each", "矿泉水")),
        ("一打啤酒", ("1", "dozen", "啤酒")),
        ("on beş adet rulman 6204", ("15", "each", "rulman 6204")),
        ("iki buçuk koli su", ("2.5", "case", "su")),
        ("sekotak milo", ("1", "box", "milo")),
        ("dua puluh lima botol kicap", ("25", "bottle", "kicap")),
        ("2 dozen bottles ketchup", ("24", "bottle", "ketchup")),
        ("can you send 5 ctn coke please", ("5", "carton", "coke")),
        ("i need 10 iphone 15", ("10", None, "iphone 15")),
        ("iphone 15 10 please", ("10", None, "iphone 15")),
    ],
)
def test_quantity_and_unit_are_found_wherever_they_stand(
    text: str, expected: tuple[str | None, str | None, str]
) -> None:
    assert amount(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("iPhone 15 Pro 25", ("25", None, "iPhone 15 Pro")),
        ("bearing 6204 10pcs", ("10", "each", "bearing 6204")),
        ("bearing 6204-2RS x 20", ("20", None, "bearing 6204-2RS")),
        ("SKU-00123 5", ("5", None, "SKU-00123")),
        ("00123 5", ("5", None, "00123")),
        ("8690504012345 6", ("6", None, "8690504012345")),
        ("M8x40 100 nos", ("100", "each", "M8x40")),
        ("tyre 205/55R16 4 pcs", ("4", "each", "tyre 205/55R16")),
        ("engine oil 15w-40 2", ("2", None, "engine oil 15w-40")),
        ('1/2" ball valve 6', ("6", None, '1/2" ball valve')),
        ("6204轴承10个", ("10", "each", "6204轴承")),
    ],
)
def test_model_numbers_and_dimensions_are_not_quantities(
    text: str, expected: tuple[str | None, str | None, str]
) -> None:
    assert amount(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("can opener 5", ("5", None, "can opener")),
        ("10 bottle opener", ("10", None, "bottle opener")),
        ("5 box spring", ("5", None, "box spring")),
        ("pack of cards 3", ("3", None, "pack of cards")),
        ("lunch box 20 pcs", ("20", "each", "lunch box")),
        ("十个打火机", ("10", "each", "打火机")),
        ("十包面包", ("10", "pack", "面包")),
        ("三只松鼠5包", ("5", "pack", "三只松鼠")),
        ("7up 2 ctn", ("2", "carton", "7up")),
        ("100 plus 2 ctn", ("2", "carton", "100 plus")),
        ("coke zero 3", ("3", None, "coke zero")),
        ("teh o kosong 3 ctn", ("3", "carton", "teh o kosong")),
    ],
)
def test_units_and_numbers_inside_names_stay_there(
    text: str, expected: tuple[str | None, str | None, str]
) -> None:
    assert amount(text) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("coke", QuantityKind.MISSING),
        ("a few coke", QuantityKind.VAGUE),
        ("几箱可乐", QuantityKind.VAGUE),
        ("birkaç koli su", QuantityKind.VAGUE),
        ("beberapa karton air", QuantityKind.VAGUE),
        ("0 coke", QuantityKind.INVALID),
        ("coke -3", QuantityKind.INVALID),
        ("-3 coke", QuantityKind.INVALID),
        ("1e9 coke", QuantityKind.INVALID),
        ("coke 99999999 ctn", QuantityKind.INVALID),
        ("0.400g saffron", QuantityKind.INVALID),
    ],
)
def test_amounts_that_nobody_may_book(text: str, kind: QuantityKind) -> None:
    assert best(text).quantity_kind is kind
    assert best(text).quantity is None


@pytest.mark.parametrize(
    "text", ["8-10 boxes gloves", "8 to 10 box gloves", "gloves 8 - 10 box", "手套八到十盒"]
)
def test_a_range_keeps_both_ends(text: str) -> None:
    reading = best(text)
    assert (reading.quantity_kind, reading.quantity, reading.quantity_max) == (QuantityKind.RANGE, 8, 10)
    assert reading.unit == "box"


def test_a_bare_number_that_may_be_a_size_gives_both_readings() -> None:
    readings = read_line("coke 330").readings
    assert {(r.item, r.quantity) for r in readings} == {("coke 330", None), ("coke", Decimal(330))}
    assert readings[0].quantity is None


def test_a_pack_written_as_an_order_gives_both_readings() -> None:
    found = {(r.item, r.quantity) for r in read_line("coke 330ml x 24").readings}
    assert found == {("coke 330ml", Decimal(24)), ("coke 330ml x 24", None)}


def test_a_glued_pack_is_a_pack() -> None:
    reading = best("24x330ml coke x5")
    assert (reading.quantity, reading.size, reading.size_unit) == (5, 330, "ml")
    assert reading.item == "24x330ml coke"


def test_a_size_stays_in_the_item_and_is_named_beside_it() -> None:
    reading = best("coke 330ml 2 ctn")
    assert (reading.item, reading.size, reading.size_unit) == ("coke 330ml", 330, "ml")


def test_a_remark_is_no_part_of_the_article() -> None:
    reading = best("coke 5 ctn (for second shop) urgent")
    assert (reading.item, reading.remark) == ("coke", "for second shop, urgent")


def test_a_price_is_no_amount() -> None:
    assert amount("coke 5 ctn @ RM32") == ("5", "carton", "coke")
    assert amount("coke @ 12.50 x 5") == ("5", None, "coke")


def test_a_container_behind_a_bracketed_size_is_the_unit() -> None:
    reading = best("1 (14½-ounce) can diced tomatoes")
    assert (reading.quantity, reading.unit, reading.size_unit) == (1, "can", "oz")
