"""An order that waits, a counter-offer, a price request and quotations, as their dealer sees them. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dealer.ordering.amounts import amount
from bot.dealer.requests import callbacks as tap
from bot.dealer.requests.callbacks import OfferTap, QuotationsPage, QuotationTap, RequestTap, WaitTap
from bot.screen import Button, Screen, clip, escape, lines, paragraphs, short_id
from bot.staff.approvals.wording import reason_text
from core.i18n.phrases import Raw, Say
from core.kernel.clock import local_day
from core.orders.offer_types import CounterOffer
from core.orders.quotation_types import PriceRequest, PriceRequestState, Quotation, QuotationLine
from core.orders.split_types import FreightChange
from core.orders.types import UNTOUCHED, Order
from core.orders.use_cases.send_what_fits import WaysOut

NAME = 50
MOST_FREIGHT = 10
PAGE = 8
LINES = 15


def waiting_part(order: Order, ways: WaysOut | None, say: Say, *, may_act: bool = True) -> Screen:
    """What stands below an order while it waits: until when, what is asked, what would let it go."""
    offer = order.offer
    text = paragraphs(
        say("wait.expected", at=Raw(say.weekday_moment(order.expected_by))) if order.expected_by else None,
        say("wait.question", text=clip(order.question, 300)) if order.question else None,
        say("wait.offer", total=offer.total, until=offer.expires_at) if offer else None,
        lines(*_ways(ways, say)) if ways else None,
    )
    return Screen(text, _waiting_buttons(order, ways, say) if may_act else ())


def _ways(ways: WaysOut, say: Say) -> list[str]:
    found: list[str] = []
    if ways.fits is not None:
        found.append(say("wait.fits", ways.line_count, amount=ways.fits))
    if ways.pay is not None:
        found.append(say("wait.pay" if ways.is_only_credit else "wait.pay_credit", amount=ways.pay))
    if ways.left:
        found += [say("wait.left"), *(say(f"reason.{kind}") for kind in ways.left)]
    return found


def _waiting_buttons(order: Order, ways: WaysOut | None, say: Say) -> tuple[tuple[Button, ...], ...]:
    def button(key: str, act: str) -> Button:
        return Button(say(key), WaitTap(act=act, order=short_id(order.id)).pack())

    rows: list[tuple[Button, ...]] = []
    if order.question:
        rows.append((button("button.answer", tap.ANSWER),))
    if order.offer is not None:
        rows.append(_offer_buttons(order.offer, say))
    if ways is not None and ways.fits is not None:
        rows.append((button("button.send_fits", tap.FITS),))
    if order.state in UNTOUCHED and order.invoiced_at is None:
        rows.append((button("button.change", tap.CHANGE), button("button.cancel_order", tap.CANCEL)))
    return tuple(rows)


def _offer_buttons(offer: CounterOffer, say: Say) -> tuple[Button, ...]:
    key = short_id(offer.id)
    return (
        Button(say("button.take_offer"), OfferTap(offer=key, yes=True).pack()),
        Button(say("button.leave_offer"), OfferTap(offer=key, yes=False).pack()),
    )


def cancel_screen(order: Order, freight: Sequence[FreightChange], say: Say) -> Screen:
    """Really? An order taken back is gone, and others may have gone together with it."""
    key = short_id(order.id)
    moved = [
        say("merge.order", number=one.number, before=one.before, after=one.after)
        for one in freight[:MOST_FREIGHT]
    ]
    return Screen(
        paragraphs(
            say("wait.really_cancel", number=order.number, total=order.total),
            lines(say("wait.freight_then"), *moved) if moved else None,
        ),
        (
            (Button(say("button.really_cancel"), WaitTap(act=tap.REALLY, order=key).pack()),),
            (Button(say("button.back"), WaitTap(act=tap.SHOW, order=key).pack()),),
        ),
    )


def offer_card(order: Order, offer: CounterOffer, say: Say) -> Screen:
    """What the house would agree to instead: every line that changes, the new total, one tap."""
    return Screen(
        paragraphs(
            say("offer.title", number=order.number),
            lines(*offer_changes(order, offer, say)),
            say("offer.total", before=order.total, after=offer.total),
            say("quote.note", note=clip(offer.note, 300)) if offer.note else None,
            say("offer.until", at=offer.expires_at),
        ),
        (_offer_buttons(offer, say),),
    )


def offer_changes(order: Order, offer: CounterOffer, say: Say) -> list[str]:
    """The lines as they would stand; those that stay as they are are left out."""
    found: list[str] = []
    for one in offer.lines[:LINES]:
        line = next((line for line in order.lines if line.line_id == one.line_id), None)
        if line is None:
            continue
        name = escape(clip(line.name, NAME))
        if not one.quantity:
            found.append(f"✖️ <s>{name}</s>")
            continue
        before = f"{say.number(line.quantity)} × {say.unit_price(line.unit_price)}"
        after = f"{say.number(one.quantity)} × {say.unit_price(one.unit_price)}"
        found.append(f"✏️ {name}: <s>{before}</s> → {after}")
    return found


def question_screen(number: str, text: str, order_key: str, say: Say) -> Screen:
    """The house wants to know something about an order that waits."""
    return Screen(
        say("notice.question", number=number, text=clip(text, 500)),
        ((Button(say("button.answer"), WaitTap(act=tap.ANSWER, order=order_key).pack()),),),
    )


def request_screen(request: PriceRequest, say: Say) -> Screen:
    """A price request and what became of it; while it is open it can be taken back."""
    buttons: tuple[tuple[Button, ...], ...] = ()
    match request.state:
        case PriceRequestState.OPEN:
            end = say("wish.open")
            buttons = ((Button(say("button.withdraw"), RequestTap(request=short_id(request.id)).pack()),),)
        case PriceRequestState.GRANTED | PriceRequestState.COUNTERED if request.agreed is not None:
            end = say(f"wish.{request.state}", price=request.agreed)
            if request.quotation_id is not None:
                buttons = ((_order_button(short_id(request.quotation_id), say),),)
        case PriceRequestState.DECLINED if request.reason:
            end = say("wish.declined_why", why=Raw(reason_text(request.reason, say)))
        case _:
            end = say(f"wish.{request.state}")
    return Screen(
        paragraphs(
            say("wish.title", number=request.number, name=clip(request.name, NAME)),
            say(
                "wish.what",
                amount=Raw(amount(say, request.unit_quantity, request.unit)),
                now=request.current,
                wanted=request.wanted,
            ),
            end,
        ),
        buttons,
    )


def _order_button(key: str, say: Say) -> Button:
    return Button(say("button.order_quotation"), QuotationTap(act=tap.ORDER, quotation=key).pack())


def quotation_screen(
    quotation: Quotation, say: Say, *, is_over: bool = False, notice: str | None = None
) -> Screen:
    """The kept prices, until when, and how many are left; one tap to order."""
    goods = [_kept(line, say) for line in quotation.lines[:LINES]]
    more = len(quotation.lines) - LINES
    used_up = not is_over and all(line.left == 0 for line in quotation.lines)
    until = say(
        "quotation.over" if is_over else "quotation.until",
        at=quotation.expires_at,
    )
    return Screen(
        paragraphs(
            notice,
            say("quotation.title", number=quotation.number),
            lines(*goods, say("approval.more", more) if more > 0 else None),
            lines(say("quotation.total", amount=quotation.total), until),
            say("quotation.used_up") if used_up else None,
        ),
        () if used_up else ((_order_button(short_id(quotation.id), say),),),
    )


def _kept(line: QuotationLine, say: Say) -> str:
    text = say(
        "quotation.line",
        name=clip(line.name, NAME),
        amount=Raw(amount(say, line.unit_quantity, line.unit)),
        price=line.unit_price,
    )
    if line.left is None or line.left >= line.quantity:
        return text
    return f"{text} · {say('quotation.left', left=line.left)}"


def quotations_screen(found: tuple[Quotation, ...], page: int, say: Say) -> Screen:
    """A page of quotations; one more than fits means that there is another page."""
    if not found:
        return Screen(say("quotation.none"))
    rows = [
        (
            Button(
                f"💬 {one.number} · {say.money(one.total)} · {say.day(local_day(one.expires_at, say.zone))}",
                QuotationTap(act=tap.OPEN, quotation=short_id(one.id)).pack(),
            ),
        )
        for one in found[:PAGE]
    ]
    turn = []
    if page > 0:
        turn.append(Button("‹", QuotationsPage(page=page - 1).pack()))
    if len(found) > PAGE:
        turn.append(Button("›", QuotationsPage(page=page + 1).pack()))
    return Screen(say("quotation.list"), (*rows, tuple(turn)))
