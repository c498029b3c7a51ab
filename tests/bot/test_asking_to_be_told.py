"""A22: "tell me when it is back" is understood in four languages, and nothing that orders is taken for it."""

import pytest

from bot.dealer.ordering.missing import asks_to_be_told


@pytest.mark.parametrize(
    "text",
    [
        "Tell me when it is back", "let me know when it's back in stock!",
        "please notify me once they are in", "let me know as soon as it is available again",
        "到货通知我", "有货了告诉我。", "到货后请提醒我一下",
        "Gelince haber ver", "stoğa girince bana haber verir misiniz?", "GELİNCE HABER VERİN",
        "beritahu saya bila ada stok", "tolong maklumkan saya apabila ia ada semula",
    ],
)  # fmt: skip
def test_the_wish_is_understood(text: str) -> None:
    assert asks_to_be_told(text)


@pytest.mark.parametrize(
    "text",
    [
        "10 coke", "tell me when it arrives", "tell me the price", "when is it back?", "到货了吗", "有货吗",
        "ne zaman gelir", "haber ver", "ada stok?", "let me know when it is back and add 3 coke", "",
    ],
)  # fmt: skip
def test_anything_else_is_not(text: str) -> None:
    assert not asks_to_be_told(text)
