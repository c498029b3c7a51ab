"""What the buttons under a quote say when they are tapped."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class QuoteTap(CallbackData, prefix="q1"):
    """act: what to do; draft and v: which draft in which version; n, x: what the act needs besides.

    The prefix carries the version of this form: an older release's button matches nothing and is answered.
    """

    act: str
    draft: str
    v: int
    n: int = 0
    x: str = ""


CONFIRM = "ok"
SHOW = "s"  # n: page
EDIT = "e"  # n: page of the list of lines
LINE = "l"  # n: line
MORE = "+"  # n: line
LESS = "-"  # n: line
REMOVE = "r"  # n: line
WHY = "w"  # n: line
PICK = "p"  # n: line, x: choice
AMOUNT = "a"  # n: line, x: quantity of units, optionally ":unit"
PLACES = "pl"
PLACE = "pc"  # n: which place
FIT = "f"
KEEP = "k"
ANYWAY = "aw"  # n: line
DISCARD = "d"
BETTER = "bp"  # n: line: ask for a better price
SAVE = "sq"  # x: price token: keep these prices
FIT_CREDIT = "fc"
REST = "rs"  # what is there goes, the rest when it comes
WAIT = "wt"  # all of it waits
TELL = "tb"  # n: line: out with it, and tell me when it is back
SWAP = "sw"  # n: line, x: product: a substitute instead
URGENT = "u"  # n: 1 or 0
ALSO = "al"  # x: product: add what usually goes along
NO_ALSO = "na"  # no such reminders any more
WINDOW = "wn"  # x: since, in minutes from 1970, "" for any time; n: how many minutes long


class NumberTap(CallbackData, prefix="bn1"):
    """A bare number is of an order or of an article (``of``). number, x: it and the amount, as typed."""

    of: str
    number: str
    x: str


class AliasTap(CallbackData, prefix="al1"):
    """Take back a learned word."""

    alias: str
