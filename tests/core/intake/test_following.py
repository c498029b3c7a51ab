"""What a follow-up means: the words alone, and among the lines of a conversation."""

from dataclasses import replace
from decimal import Decimal

import pytest

from core.intake.engine.following import Followed, follow
from core.intake.engine.matching import CatalogIndex
from core.intake.engine.reading.following import (
    AmountOf,
    DropIt,
    KeepOnly,
    LeaveOut,
    Refine,
    Size,
    TimesAsMuch,
    read_follow_up,
)
from core.intake.types import Action, CatalogEntry, DealerView, Talk, TalkLine, Unclear

DRINKS = {"each": 1, "case": 24}
INDEX = CatalogIndex.build(
    [
        CatalogEntry("coke", "COKE330", ("Coca-Cola 330 ml can",), "Coca-Cola", "drinks", packs=DRINKS),
        CatalogEntry("coke1500", "COKE15", ("Coca-Cola 1.5 L bottle",), "Coca-Cola", "drinks", packs=DRINKS),
        CatalogEntry("zero", "ZERO330", ("Coca-Cola Zero 330 ml can",), "Coca-Cola", "drinks", packs=DRINKS),
        CatalogEntry("fanta", "FANTA330", ("Fanta Orange 330 ml can",), "Fanta", "drinks", packs=DRINKS),
        CatalogEntry("rice5", "RICE5", ("Jasmine rice 5 kg",), "Field", "staples"),
        CatalogEntry("rice10", "RICE10", ("Jasmine rice 10 kg",), "Field", "staples"),
    ]
)
EVERYBODY = DealerView()
COKE = TalkLine(1, "coke", "coke 330", "case", Decimal(10), ("coke",))
FANTA = TalkLine(2, "fanta", "fanta", "case", Decimal(5), ("fanta",))
RICE = TalkLine(1, None, "jasmine rice", None, Decimal(4), ("rice5", "rice10"))
ONE = Talk((COKE,), focus=(1,))
TWO = Talk((COKE, FANTA), focus=(1, 2))
ASKED = Talk((RICE,), focus=(1,), waiting=1)


def steps(text: str, talk: Talk) -> list[tuple[str, int | None, str]]:
    followed = follow(text, talk, INDEX, EVERYBODY)
    assert followed is not None, text
    return [
        (
            step.action.value,
            step.position,
            " ".join(
                str(part)
                for part in (
                    step.reading.quantity if step.action is not Action.REPLACE else None,
                    *step.products,
                )
                if part is not None
            ),
        )
        for step in followed.steps
    ]


@pytest.mark.parametrize(
    ("text", "action", "quantity", "unit"),
    [
        ("make it 12", Action.CHANGE, 12, None),
        ("add 3 more", Action.INCREASE, 3, None),
        ("another case please", Action.INCREASE, 1, "case"),
        ("2 less", Action.DECREASE, 2, None),
        ("改成10箱", Action.CHANGE, 10, "case"),
        ("再来3箱", Action.INCREASE, 3, "case"),
        ("少2箱", Action.DECREASE, 2, "case"),
        ("12 olsun", Action.CHANGE, 12, None),
        ("3 koli daha", Action.INCREASE, 3, "case"),
        ("2 eksik olsun", Action.DECREASE, 2, None),
        ("jadikan 12", Action.CHANGE, 12, None),
        ("tambah 3 lagi", Action.INCREASE, 3, None),
        ("kurang 2", Action.DECREASE, 2, None),
        ("ok 2 boxes", Action.ADD, 2, "box"),
    ],
)
def test_amounts_of_what_was_spoken_of(text: str, action: Action, quantity: int, unit: str | None) -> None:
    said = read_follow_up(text)
    assert isinstance(said, AmountOf)
    assert (said.action, said.reading.quantity, said.reading.unit) == (action, quantity, unit)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("double it", TimesAsMuch(Decimal(2))),
        ("翻倍", TimesAsMuch(Decimal(2))),
        ("iki katına çıkar", TimesAsMuch(Decimal(2))),
        ("separuh", TimesAsMuch(Decimal("0.5"))),
        ("cancel the last one", DropIt(is_last=True)),
        ("最后一个不要了", DropIt(is_last=True)),
        ("sonuncuyu sil", DropIt(is_last=True)),
        ("batalkan yang terakhir", DropIt(is_last=True)),
        ("scratch that", DropIt()),
        ("leave it out", LeaveOut()),
        ("算了", LeaveOut()),
        ("boşver", LeaveOut()),
        ("tak apa", LeaveOut()),
        ("only the fanta please", KeepOnly("fanta")),
        ("只要芬达", KeepOnly("芬达")),
        ("sadece fanta kalsın", KeepOnly("fanta")),
        ("fanta sahaja", KeepOnly("fanta")),
        ("no, the small ones", Refine("the small ones", Size.SMALL, is_correction=True)),
        ("the second one", Refine("the second one", ordinal=1)),
        ("no i meant zero", Refine("zero", is_correction=True)),
    ],
)
def test_what_the_words_say(text: str, said: object) -> None:
    assert read_follow_up(text) == said


def test_an_order_of_several_lines_or_a_long_text_is_no_follow_up() -> None:
    assert read_follow_up("10 coke\n5 fanta") is None
    assert read_follow_up("make it 12 " * 20) is None
    assert read_follow_up(" ") is None


def test_it_means_the_line_touched_last() -> None:
    assert steps("make it 12", ONE) == [("change", 1, "12")]
    assert steps("double it", ONE) == [("change", 1, "20")]
    assert steps("scratch that", ONE) == [("remove", 1, "")]
    second = replace(TWO, focus=(2,))
    assert steps("3 more", second) == [("increase", 2, "3")]


def test_one_of_two_lines_is_asked_and_all_of_them_are_not() -> None:
    assert follow("make it 12", TWO, INDEX, EVERYBODY) == Followed(unclear=Unclear.WHICH_LINE)
    assert steps("make them 12", TWO) == [("change", 1, "12"), ("change", 2, "12")]
    assert steps("cancel the last one", TWO) == [("remove", 2, "")]
    assert steps("only the fanta", TWO) == [("remove", 1, "")]


def test_another_size_and_another_kind_take_the_place_of_the_article() -> None:
    large = Talk((replace(COKE, key="coke1500"),), focus=(1,))
    assert steps("no, the small ones", large) == [("replace", 1, "coke")]
    assert steps("sorry the big one", ONE) == [("replace", 1, "coke1500")]
    assert steps("i meant zero", ONE) == [("replace", 1, "zero")]
    assert steps("no i meant fanta", ONE) == [("replace", 1, "fanta")]


def test_there_is_nothing_smaller_and_nothing_of_that_name() -> None:
    assert follow("no, the small one", ONE, INDEX, EVERYBODY) is None
    assert follow("i meant dragonfruit", ONE, INDEX, EVERYBODY) is None


def test_an_answer_in_words_chooses_among_what_was_offered() -> None:
    assert steps("the 10 kg one", ASKED) == [("replace", 1, "rice10")]
    assert steps("10kg", ASKED) == [("replace", 1, "rice10")]
    assert steps("small", ASKED) == [("replace", 1, "rice5")]
    assert steps("the second one", ASKED) == [("replace", 1, "rice10")]
    assert steps("leave it", ASKED) == [("remove", 1, "")]
    assert follow("the ninth one", ASKED, INDEX, EVERYBODY) is None
    assert follow("fanta", ASKED, INDEX, EVERYBODY) is None


def test_an_amount_alone_orders_what_was_asked_about() -> None:
    asked = Talk(topic=("fanta",))
    (step,) = (follow("ok 2 cases", asked, INDEX, EVERYBODY) or Followed()).steps
    assert (step.action, step.position, step.products, step.is_certain) == (
        Action.ADD,
        None,
        ("fanta",),
        True,
    )
    two = Talk(topic=("coke", "zero"))
    (step,) = (follow("2 cases", two, INDEX, EVERYBODY) or Followed()).steps
    assert (step.products, step.is_certain) == (("coke", "zero"), False)


def test_an_amount_of_nothing_is_asked_about() -> None:
    assert follow("ok 2 cases", ONE, INDEX, EVERYBODY) == Followed(unclear=Unclear.OF_WHAT)


def test_with_nothing_said_before_nothing_follows() -> None:
    assert follow("make it 12", Talk(), INDEX, EVERYBODY) is None
    assert follow("2 cases", Talk(), INDEX, EVERYBODY) is None
