"""Which of a dealer's places a message names."""

from uuid import UUID

import pytest

from core.dealers.types import ShipTo
from core.orders.engine.placing import may_name_place, take_place

MAIN = ShipTo(UUID(int=1), "MAIN", "Central Market", "1 Market Street", "Los Angeles", "west")
SECOND = ShipTo(UUID(int=2), "EAST", "Harbour Kiosk", "5 Pier", "Long Beach", "west")
THIRD = ShipTo(UUID(int=3), "HILL", "Hill Shop", "9 Hill", "Pasadena", "west")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("same but for the second shop", "same"),
        ("10 coke to Harbour Kiosk", "10 coke"),
        ("10 coke, deliver to EAST", "10 coke"),
        ("10 coke for shop 2", "10 coke"),
        ("10 coke for the other branch", "10 coke"),
        ("send it to the second store", ""),
        ("10箱可乐，送到第二家店", "10箱可乐"),
        ("和上次一样，送到第二家店", "和上次一样"),
        ("10 koli kola ikinci şubeye", "10 koli kola"),
        ("10 koli kola diğer mağaza için", "10 koli kola"),
        ("10 ctn coke ke cawangan 2", "10 ctn coke"),
        ("10 ctn coke untuk kedai kedua", "10 ctn coke"),
    ],
)
def test_the_second_place_is_named(text: str, left: str) -> None:
    assert may_name_place(text)
    placed = take_place(text, [MAIN, SECOND], None)
    assert (placed.text, placed.place_id) == (left, SECOND.id)


@pytest.mark.parametrize(
    "text",
    [
        "10 coke for the second",
        "2 shop towels",
        "10 coke for shop 1, 5 fanta for shop 2",
        "10 main street maps",
        "east wind lamp 5",
        "10 coke for shop 7",
        "10箱可乐",
    ],
)
def test_no_one_place_is_named_and_nothing_is_taken_out(text: str) -> None:
    placed = take_place(text, [MAIN, SECOND], None)
    assert (placed.text, placed.place_id) == (text, None)


def test_the_other_one_is_clear_between_two_only() -> None:
    assert take_place("10 coke for the other shop", [MAIN, SECOND], SECOND.id).place_id == MAIN.id
    assert take_place("10 coke for the other shop", [MAIN, SECOND, THIRD], None).place_id is None
    assert take_place("10 coke to Harbour Kiosk", [SECOND], None).place_id is None


def test_an_ordinary_order_asks_for_no_places() -> None:
    assert not may_name_place("10 cases of coke 330, 5 sprite")
    assert not may_name_place("10 koli kola, 5 koli sade soda")
    assert may_name_place("10 koli kola Harbour Kiosk'a")
