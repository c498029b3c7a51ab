"""The one question that a quote card asks at a time, with its answers as buttons (A2)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from aiogram.filters.callback_data import CallbackData

from bot.dealer.ordering import callbacks as tap
from bot.dealer.ordering.amounts import amount, unit_name
from bot.dealer.ordering.callbacks import NumberTap, QuoteTap
from bot.screen import Button, Screen, clip, short_id
from core.i18n.phrases import Raw, Say
from core.intake.types import AskWhy
from core.kernel.money import UnitPrice
from core.orders.numbered import NumberMeans, WhichNumber
from core.orders.types import LineState, Quote, QuoteLine

BUTTON_NAME = 32  # what a button of a phone shows of a name, with the price behind it


def which_number_screen(which: WhichNumber, say: Say) -> Screen:
    """An order and an article have the number that was said: two buttons, and nothing done before."""

    def button(text: str, means: NumberMeans) -> tuple[Button, ...]:
        of = NumberTap(of=means.value, number=which.number, x=which.amount)
        return (Button(text, of.pack()),)

    return Screen(
        say("ask.which_number", number=which.number),
        (
            button(say("button.number_order", number=which.order_number), NumberMeans.ORDER),
            button(f"📦 {clip(which.article, BUTTON_NAME)}", NumberMeans.ARTICLE),
        ),
    )


def question_part(
    quote: Quote, line: QuoteLine, say: Say, tapped: Callable[[str, int, str], CallbackData] | None = None
) -> Screen:
    """The question about one line, and at most five answers besides leaving it out.

    ``tapped``: what a button of (act, line, x) carries, where it is not the dealer's own draft.
    """

    def of_draft(act: str, n: int, x: str) -> CallbackData:
        return QuoteTap(act=act, draft=short_id(quote.draft_id), v=quote.version, n=n, x=x)

    def button(text: str, act: str, x: str = "") -> tuple[Button, ...]:
        return (Button(text, (tapped or of_draft)(act, line.position, x).pack()),)

    leave_out = button(say("button.leave_out"), tap.REMOVE)
    if line.state is LineState.NOT_FOUND and not line.choices:
        key = "ask.not_on_list" if AskWhy.NOT_ON_LIST in line.questions else "ask.not_found"
        return Screen(say(key, line=line.position, text=clip(line.raw, 100)), (leave_out,))
    if line.product_id is None:
        if not line.choices:
            return Screen(say("ask.not_found", line=line.position, text=clip(line.raw, 100)), (leave_out,))
        choices = line.choices[:5]
        names = telling_names([choice.name for choice in choices])
        answers = [
            button(_choice_text(say, name, choice.unit_price), tap.PICK, str(at))
            for at, (name, choice) in enumerate(zip(names, choices, strict=True))
        ]
        key = "ask.not_on_list_but" if AskWhy.NOT_ON_LIST in line.questions else "ask.which"
        none = button(say("button.none_of_these"), tap.REMOVE)
        return Screen(say(key, line=line.position, text=clip(line.raw, 100)), (*answers, none))
    text, offers = _quantity_question(line, say)
    answers = [
        button(amount(say, quantity, unit), tap.AMOUNT, f"{quantity.normalize():f}" + f",{unit}")
        for quantity, unit in offers[:5]
    ]
    return Screen(text, (*answers, leave_out))


def telling_names(names: list[str]) -> list[str]:
    """Names as buttons can show them: where long ones begin alike, only what tells them apart."""
    words = [name.split() for name in names]
    if len(names) < 2 or max(map(len, names)) <= BUTTON_NAME:
        return names
    alike = 0
    while all(len(row) > alike + 1 and row[alike] == words[0][alike] for row in words):
        alike += 1
    return ["… " + " ".join(row[alike:]) for row in words] if alike > 1 else names


def _choice_text(say: Say, name: str, price: UnitPrice | None) -> str:
    tail = f" · {say.unit_price(price)}" if price is not None else ""
    return clip(name, 58 - len(tail)) + tail


def _quantity_question(line: QuoteLine, say: Say) -> tuple[str, list[tuple[Decimal, str]]]:
    """The sentence and the amounts to offer (quantity, unit)."""
    why = line.questions[0] if line.questions else AskWhy.QUANTITY_MISSING
    unit = line.typed_unit if line.typed_unit in line.packs else None
    unit = unit or _base_unit(line)
    size = line.packs.get(unit, 1)
    typed = line.typed_quantity
    habit = [(Decimal(line.habit), _base_unit(line))] if line.habit else []
    other = [(line.typed_quantity_max, unit)] if line.typed_quantity_max else []
    offers: list[tuple[Decimal, str]]
    match why:
        case AskWhy.UNIT_UNKNOWN:
            offers = [(typed, one) for one in line.packs if typed is not None]
        case AskWhy.QUANTITY_UNUSUAL if typed is not None:
            offers = [(typed, unit), *habit]
        case AskWhy.QUANTITY_UNSURE if typed is not None:
            offers = [(typed, unit), *other, *habit]
        case AskWhy.QUANTITY_RANGE if typed is not None:
            offers = [(typed, unit), *other]
        case AskWhy.QUANTITY_MULTIPLE if typed is not None:
            offers = _multiples(line, typed * size)
        case _:
            offers = [*habit, *((Decimal(1), one) for one in line.packs)]
    text = say(
        f"ask.{why.value}",
        line=line.position,
        name=clip(line.name, 60),
        text=clip(line.raw, 100),
        amount=Raw(amount(say, typed, line.typed_unit or unit)) if typed is not None else "",
        unit=Raw(unit_name(say, line.typed_unit or unit, 1)),
        multiple=Raw(amount(say, line.order_multiple, _base_unit(line))),
        habit=Raw(amount(say, line.habit or 0, _base_unit(line))),
    )
    return text, list(dict.fromkeys(offers))


def _multiples(line: QuoteLine, wanted: Decimal) -> list[tuple[Decimal, str]]:
    """The nearest orderable amounts below and above, in base units."""
    below = int(wanted // line.order_multiple) * line.order_multiple
    return [(Decimal(one), _base_unit(line)) for one in (below, below + line.order_multiple) if one > 0]


def _base_unit(line: QuoteLine) -> str:
    return next((unit for unit, size in line.packs.items() if size == 1), "each")
