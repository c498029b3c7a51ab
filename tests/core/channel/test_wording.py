from core.channel.wording import split_variants, text_for
from core.i18n.phrases import LANGUAGES


def test_a_text_without_marks_is_for_everybody() -> None:
    assert split_variants("Hello\nWorld [1]", LANGUAGES) == {"": "Hello\nWorld [1]"}


def test_each_marked_row_begins_a_language() -> None:
    texts = split_variants("Hello\n[tr] Merhaba\nDünya\n[zh-CN] 你好", LANGUAGES)
    assert texts == {"": "Hello", "tr": "Merhaba\nDünya", "zh_CN": "你好"}
    assert text_for(texts, "ms") == "Hello"
    assert text_for(texts, "zh_CN") == "你好"


def test_without_a_text_for_the_rest_the_first_variant_is() -> None:
    assert split_variants("[tr] Merhaba\n[ms] Hai", LANGUAGES)[""] == "Merhaba"


def test_brackets_with_anything_else_are_text_and_nothing_is_nothing() -> None:
    assert split_variants("[fr] Bonjour", LANGUAGES) == {"": "[fr] Bonjour"}
    assert split_variants("  ", LANGUAGES) == {"": ""}
    assert split_variants("[tr]  ", LANGUAGES) == {"": ""}
