"""What is typed about templates in four languages, and what is not about them."""

from __future__ import annotations

import pytest

from core.templates.words import TemplateWords, Want, read_template_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("save as Monday order", TemplateWords(Want.SAVE, "Monday order")),
        ("Please save this order as “Weekend”.", TemplateWords(Want.SAVE, "Weekend")),
        ("保存为周一订单", TemplateWords(Want.SAVE, "周一订单")),
        ("把这单存为模板：周一", TemplateWords(Want.SAVE, "周一")),
        ("bunu pazartesi siparişi olarak kaydet", TemplateWords(Want.SAVE, "pazartesi siparişi")),
        ("simpan sebagai pesanan Isnin", TemplateWords(Want.SAVE, "pesanan Isnin")),
        ("template Monday order", TemplateWords(Want.ORDER, "Monday order")),
        ("order my template weekend!", TemplateWords(Want.ORDER, "weekend")),
        ("模板 周一订单", TemplateWords(Want.ORDER, "周一订单")),
        ("pazartesi şablonunu sipariş et", TemplateWords(Want.ORDER, "pazartesi")),
        ("templat Isnin", TemplateWords(Want.ORDER, "Isnin")),
        ("bring me up to par", TemplateWords(Want.FILL)),
        ("Bring me up to par: coke 3, sprite 10", TemplateWords(Want.FILL, "", "coke 3, sprite 10")),
        ("fill up for Bar: coke 3", TemplateWords(Want.FILL, "Bar", "coke 3")),
        ("补到标准：可乐3，雪碧10", TemplateWords(Want.FILL, "", "可乐3，雪碧10")),
        ("stoğu tamamla: kola 3", TemplateWords(Want.FILL, "", "kola 3")),
        ("cukupkan stok: coke 3", TemplateWords(Want.FILL, "", "coke 3")),
        ("my templates", TemplateWords(Want.LIST)),
        ("我的模板", TemplateWords(Want.LIST)),
        ("şablonlarım", TemplateWords(Want.LIST)),
        ("templat saya", TemplateWords(Want.LIST)),
        ("10 cases coke", None),
        ("save these prices", None),
        ("10 fill up cups", None),
        ("kaydet", None),
        ("", None),
        ("order 10 coke\nsave as Monday", None),
    ],
)
def test_words_about_templates(text: str, words: TemplateWords | None) -> None:
    assert read_template_words(text) == words
