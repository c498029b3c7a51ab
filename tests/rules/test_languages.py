"""The four languages are complete, lawful for Telegram, used, and understood by the reader of orders."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cache
from html.parser import HTMLParser
from importlib import resources

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from core.i18n.phrases import LANGUAGES
from core.intake.engine.reading import read_message
from core.intake.engine.units import find_ordering_unit
from core.intake.types import Action, Intent
from tests.rules import phrase_families
from tests.rules import phrase_use as use

OTHERS = LANGUAGES[1:]
FORMS = {"en": 2, "zh_CN": 1, "tr": 2, "ms": 1}
TAGS = {"b", "i", "u", "s", "code", "pre", "tg-spoiler", "blockquote"}
PLAIN = ("button.", "command.", "unit.", "rule.", "why.", "state.", "decline.")
TODAY = date(2025, 10, 14)
# Where a phrase gives an example of an order, it stands behind these words, at the end of a sentence.
EXAMPLE = re.compile(
    r"(?:for example|例如|例如写|örneğin|örneğin şöyle yazın|contohnya)[:：]\s*([^,，;；]+)", re.I
)
# Unit words that dealers meet every day; the reader takes case, carton and crate for one another.
EVERYDAY = (
    "each",
    *("case", "carton", "crate", "box", "pack", "packet", "bag", "sack", "bottle", "can", "drum", "tray"),
    *("dozen", "pair", "set", "roll", "bundle", "pallet"),
    *("kg", "g", "l", "ml", "m"),
)
SAME = ({"case", "carton"}, {"pack", "packet"}, {"bag", "sack"})


@cache
def catalogue(language: str) -> Catalog:
    source = resources.files("locales").joinpath(language, "dealerline.po")
    with source.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def key_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


@cache
def phrases(language: str) -> dict[str, tuple[str, ...]]:
    return {key_of(message): forms(message) for message in catalogue(language) if message.id}


def fields_of(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def plural_keys(language: str) -> set[str]:
    return {key_of(message) for message in catalogue(language) if message.id and message.pluralizable}


class Tags(HTMLParser):
    """Collects what is wrong with the markup of a text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS or attrs:
            self.faults.append(f"<{tag}> is not a tag of ours")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        if set(data) & set("<>&"):
            self.faults.append(f"bare sign in {data!r}")


@pytest.mark.parametrize("language", OTHERS)
def test_each_language_has_exactly_the_keys_of_english(language: str) -> None:
    assert set(phrases(language)) == set(phrases("en"))
    assert plural_keys(language) == plural_keys("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_is_empty_fuzzy_or_obsolete_and_none_stands_twice(language: str) -> None:
    assert [key for key, texts in phrases(language).items() if not all(text.strip() for text in texts)] == []
    assert [key_of(message) for message in catalogue(language) if message.id and message.fuzzy] == []
    assert list(catalogue(language).obsolete) == []
    source = resources.files("locales").joinpath(language, "dealerline.po").read_text(encoding="utf-8")
    written = re.findall(r'^msgid "(.+)"$', source, flags=re.M)
    assert len(written) == len(set(written)) == len(phrases(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_counted_phrase_has_every_plural_form_of_its_language(language: str) -> None:
    assert catalogue(language).num_plurals == FORMS[language]
    counted = plural_keys(language)
    for key, texts in phrases(language).items():
        assert len(texts) == (FORMS[language] if key in counted else 1), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_phrase_has_the_placeholders_of_the_english_one(language: str) -> None:
    for key, texts in phrases(language).items():
        expected = fields_of(phrases("en")[key][-1])
        assert [fields_of(text) for text in texts] == [expected] * len(texts), key
        for text in texts:
            # No brace outside a placeholder: it would break the formatting, and only at run time.
            assert not set("{}") & set(re.sub(r"\{\w+\}", "", text)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_markup_of_phrases_is_balanced_and_allowed_by_telegram(language: str) -> None:
    faults = {key: Tags(text).faults for key, texts in phrases(language).items() for text in texts}
    assert {key: wrong for key, wrong in faults.items() if wrong} == {}
    for key, texts in phrases(language).items():
        english = phrases("en")[key][-1]
        for text in texts:
            assert re.findall(r"</?\w+>", text) == re.findall(r"</?\w+>", english), key
            assert not (key.startswith(PLAIN) and re.search(r"[<>&\n]", text)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_and_commands_stay_short(language: str) -> None:
    for key, (text, *_) in phrases(language).items():
        if key.startswith("button."):
            assert len(text) <= 30, key
        if key.startswith("command."):
            assert len(text) <= 60, key
        assert text == text.strip(), key


@pytest.mark.parametrize("language", OTHERS)
def test_symbols_and_commands_of_a_phrase_survive_translation(language: str) -> None:
    signs = re.compile(r"[\U0001F300-\U0001FAFF\u2190-\u21FF\u2300-\u27BF]|/[a-z]+\b")
    for key, texts in phrases(language).items():
        english = [sign for sign in signs.findall(phrases("en")[key][-1]) if not sign.startswith("/b>")]
        assert sorted(signs.findall(texts[0])) == sorted(english), key


def _words_of(text: str) -> str:
    bare = re.sub(r"\{\w+\}|<[^>]+>|/[a-z]+", "", text)
    return "".join(sign for sign in bare if sign.isalpha())


@pytest.mark.parametrize("language", OTHERS)
def test_translations_differ_from_english(language: str) -> None:
    symbols = {
        f"unit.{code}" for code in ("kg", "g", "mg", "l", "ml", "m", "cm", "set", "dozen", "bar", "pt")
    }
    same = [
        key
        for key, texts in phrases(language).items()
        if key not in symbols and _words_of(texts[0]) and texts[0] == phrases("en")[key][0]
    ]
    # Loan words may be alike; a phrase that nobody translated is not.
    assert len(same) <= 3, same


def test_chinese_sentences_use_chinese_punctuation() -> None:
    han = r"[\u4e00-\u9fff]"
    wrong = {
        key: text
        for key, (text,) in phrases("zh_CN").items()
        if re.search(rf"{han}[,;:?!.]|[,;:?!]{han}", text) or "..." in text
    }
    assert wrong == {}


def test_every_phrase_that_the_bot_says_exists() -> None:
    namespaces = {key.partition(".")[0] for key in phrases("en")}
    families = phrase_families.family_keys()
    assert use.key_families() == set(families), "a family of keys that no list of values is known for"
    needed = use.literal_keys(namespaces).union(use.reasons("draft."), use.page_keys(), *families.values())
    assert needed - set(phrases("en")) == set()


def test_every_phrase_of_the_catalogue_is_said_somewhere() -> None:
    namespaces = {key.partition(".")[0] for key in phrases("en")}
    said = use.literal_keys(namespaces).union(use.reasons("draft."), *phrase_families.family_keys().values())
    said |= use.closer_keys() | use.page_keys()
    assert set(phrases("en")) - said == set()


def test_every_place_that_says_a_phrase_gives_what_the_phrase_needs() -> None:
    counted = plural_keys("en")
    places = list(use.places_that_say())
    assert len(places) > 80
    for place in places:
        if place.given is None or place.key not in phrases("en"):
            continue
        needed = fields_of(phrases("en")[place.key][-1]) - ({"count"} if place.is_counted else set())
        assert needed <= place.given, f"{place.where} says {place.key} without {needed - place.given}"
        assert (place.key in counted) is place.is_counted, f"{place.where} and the count of {place.key}"


def test_every_refusal_carries_the_fields_of_its_phrase() -> None:
    raised = use.raised_fields()
    for code, refusal in use.refusals().items():
        for fields in raised.get(refusal.__name__, []):
            key = f"error.{code}.{fields.get('why') or fields.get('what')}"
            text = phrases("en").get(key, phrases("en")[f"error.{code}"])[0]
            assert fields_of(text) <= set(fields), code
    for code, params in use.reasons("order.").items():
        ending = code.removeprefix("order.")
        for key in (f"error.{ending}", f"blocker.{ending}"):
            assert fields_of(phrases("en").get(key, ("",))[0]) <= params, key
    for code, params in use.reasons("draft.").items():
        assert fields_of(phrases("en")[code][0]) <= params, code


def test_refusals_are_found_in_every_domain() -> None:
    """Guards the scan itself: were it blind, the tests above would hold for nothing."""
    assert {"not_permitted", "draft_gone", "stock_short", "invite_unusable"} <= set(use.refusals())
    assert {"dearer", "negotiated", "sold_out"} <= use.losing_whys()
    assert phrase_families.family_keys()["unread."] == {
        "unread.voice",
        "unread.photo",
        "unread.file",
        "unread.other",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_orders_given_as_examples_are_read_as_meant(language: str) -> None:
    seen = 0
    for key, texts in phrases(language).items():
        example = EXAMPLE.search(texts[0])
        if example is None or key.startswith(("office.", "templates.what_left")):
            continue
        seen += 1
        reading = read_message(example[1].strip(" .。").replace("{line}", "3"), today=TODAY)
        best = reading.lines[0].best
        if key.startswith(("edit.", "draft.how_many", "draft.other_unit", "draft.which_line")):
            assert reading.intent is Intent.EDIT, key
            assert best.action is Action.CHANGE
            assert best.line_number == (1 if key == "edit.hint" else 3)
            assert best.quantity == (5 if key == "draft.other_unit" else 12)
        else:
            assert reading.intent is Intent.ORDER, key
            assert best.quantity == 10
            assert best.unit in ("case", "carton")
    assert seen >= 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_orders_in_the_help_are_read_as_meant(language: str) -> None:
    block = re.search(r"<i>(.*)</i>", phrases(language)["help.dealer"][0], re.S)
    assert block is not None
    first, second, usual = (read_message(line, today=TODAY) for line in block[1].split("\n"))
    assert (first.intent, first.lines[0].best.quantity) == (Intent.ORDER, Decimal(10))
    assert first.lines[0].best.unit in ("case", "carton")
    assert (second.intent, second.lines[0].best.quantity) == (Intent.ORDER, Decimal(5))
    assert "6204 2RS" in second.lines[0].best.item
    assert usual.intent is Intent.USUAL
    assert [line.best.action for line in usual.lines] == [Action.REMOVE]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_unit_that_the_bot_shows_is_read_back_as_that_unit(language: str) -> None:
    for code in EVERYDAY:
        for word in phrases(language)[f"unit.{code}"]:
            read = find_ordering_unit(word)
            assert read == code or any({read, code} <= same for same in SAME), (code, word, read)
