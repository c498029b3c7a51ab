"""Answers that begin alike must still be told apart on a phone's buttons."""

from bot.dealer.ordering.questions import telling_names

BEARING = "Norvek stainless steel deep groove ball bearing"


def test_long_names_that_begin_alike_show_what_differs() -> None:
    names = [f"{BEARING} S6010 50x80x16 mm", f"{BEARING} S6210 50x90x20 mm"]
    assert telling_names(names) == ["… S6010 50x80x16 mm", "… S6210 50x90x20 mm"]


def test_a_name_that_is_the_beginning_of_another_keeps_its_last_word() -> None:
    assert telling_names([BEARING, f"{BEARING} sealed"]) == ["… bearing", "… bearing sealed"]


def test_short_names_and_single_ones_stay_whole() -> None:
    assert telling_names(["Coke 330 ml can", "Coke 1 L bottle"]) == ["Coke 330 ml can", "Coke 1 L bottle"]
    assert telling_names([f"{BEARING} S6010"]) == [f"{BEARING} S6010"]


def test_long_names_that_begin_differently_stay_whole() -> None:
    names = ["Sonaro bluetooth earbuds Pro black edition", "Akura bluetooth earbuds Pro black edition"]
    assert telling_names(names) == names
