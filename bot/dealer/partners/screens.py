"""What a dealer gives up, and what it is asked for: nothing of whoever buys. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dealer.ordering.amounts import amount
from bot.dealer.partners import callbacks as tap
from bot.dealer.partners.callbacks import GiveTap
from bot.screen import Button, Screen, clip, grid, lines, paragraphs, short_id
from bot.vendor.screens import GIVE_REASONS, MARKS, cannot_text
from core.i18n.phrases import Raw, Say
from core.vendors.partner_types import GiveRequest, StatedOffer
from core.vendors.types import Frozen, PurchaseState

_MOST_OFFERS, _MOST_REQUESTS, _MOST_LINES, _SKU, _NAME = 12, 20, 20, 30, 40


def offers_screen(
    found: Sequence[StatedOffer], requests: Sequence[GiveRequest], say: Say, *, notice: str | None = None
) -> Screen:
    """What the own dealer gives up, with a button for everything that it was asked for."""
    rows = [_offer(one, say) for one in found[:_MOST_OFFERS]]
    more = len(found) - len(rows)
    buttons = [
        (Button(f"{MARKS[one.purchase.state]} {one.purchase.number}", _key(one, tap.OPEN)),)
        for one in requests[:_MOST_REQUESTS]
    ]
    return Screen(
        paragraphs(
            notice,
            say("partner.title"),
            lines(*rows, say("network.more", more) if more > 0 else None) or say("partner.none"),
            say("partner.how"),
        ),
        tuple(buttons),
    )


def _offer(one: StatedOffer, say: Say, *, holder: bool = False) -> str:
    return lines(
        say(
            "partner.offer",
            sku=clip(one.sku, _SKU),
            name=clip(one.name, _NAME),
            amount=Raw(amount(say, one.quantity, one.unit)),
            cost=one.cost,
        ),
        "   " + say("partner.holder", dealer=clip(one.dealer_name, _NAME)) if holder else None,
        "   " + say("partner.taken", quantity=one.taken) if one.taken else None,
        "   " + say("partner.until", day=one.valid_until) if one.valid_until else None,
    )


def partners_screen(found: Sequence[StatedOffer], say: Say) -> Screen:
    """For the house: who gives up what."""
    rows = [_offer(one, say, holder=True) for one in found[:_MOST_OFFERS]]
    more = len(found) - len(rows)
    return Screen(
        paragraphs(
            say("partner.house_title"),
            lines(*rows, say("network.more", more) if more > 0 else None) or say("partner.house_none"),
        )
    )


def _key(request: GiveRequest, act: str, x: str = "") -> str:
    purchase = request.purchase
    return GiveTap(act=act, purchase=short_id(purchase.id), v=purchase.version, x=x).pack()


def give_screen(request: GiveRequest, say: Say, *, notice: str | None = None) -> Screen:
    """The card of what a dealer is asked for."""
    rows: list[tuple[Button, ...]] = []
    state = request.purchase.state
    if state is PurchaseState.SENT:
        rows.append((Button(say("button.give"), _key(request, tap.GIVE)),))
    elif state is PurchaseState.ACKNOWLEDGED:
        rows.append((Button(say("button.handed"), _key(request, tap.HANDED)),))
        if request.sends and request.place is not None:
            rows.append((Button(say("button.goods_sent"), _key(request, tap.WHICH_NUMBER)),))
    if request.purchase.is_open:
        rows.append((Button(say("button.cannot_give"), _key(request, tap.WHICH_REASON)),))
    return Screen(paragraphs(notice, _body(request, say)), tuple(rows))


def _body(request: GiveRequest, say: Say) -> str:
    purchase = request.purchase
    goods = [
        say(
            "purchase.line",
            amount=Raw(amount(say, line.quantity, line.unit)),
            name=clip(line.name, 60),
            sku=line.sku,
            cost=line.cost,
        )
        for line in purchase.lines[:_MOST_LINES]
    ]
    more = len(purchase.lines) - len(goods)
    return paragraphs(
        _title(request, say),
        lines(
            *goods,
            say("track.more", more) if more > 0 else None,
            say("purchase.total", total=purchase.total),
        ),
        _next(request, say),
        lines(
            say("give.not_wanted") if purchase.frozen in _NOT_WANTED else None,
            f"💬 {cannot_text(purchase.reason, say)}" if purchase.reason else None,
            say("purchase.tracking", carrier=purchase.carrier, number=purchase.tracking_number)
            if purchase.tracking_number
            else None,
        ),
    )


_NOT_WANTED = (Frozen.ORDER_CANCELLED, Frozen.ORDER_CHANGED)


def _title(request: GiveRequest, say: Say) -> str:
    state = request.purchase.state
    return say(
        "give.title",
        mark=MARKS[state],
        number=request.purchase.number,
        state=Raw(say(f"givestate.{state.value}")),
    )


def _next(request: GiveRequest, say: Say) -> str | None:
    """What happens next, or what is to be done."""
    match request.purchase.state:
        case PurchaseState.SENT:
            return lines(say("give.ask", until=request.answer_by), say("give.money"))
        case PurchaseState.ACKNOWLEDGED if request.place is not None:
            return say("give.send", place=clip(str(request.place), 200))
        case PurchaseState.ACKNOWLEDGED:
            return say("give.fetch")
        case PurchaseState.SHIPPED:
            return say("give.money")
    return None


def give_reasons_screen(request: GiveRequest, say: Say, *, notice: str | None = None) -> Screen:
    """Why not: a button each, or own words."""
    buttons = [Button(say(f"cannotgive.{one}"), _key(request, tap.REASON, one)) for one in GIVE_REASONS]
    text = paragraphs(notice, _title(request, say), say("give.which_reason"))
    return Screen(text, (*grid(buttons, 1), _back(request, say)))


def give_number_screen(request: GiveRequest, say: Say, *, notice: str | None = None) -> Screen:
    """The carrier and its number are asked for."""
    carriers = ", ".join(request.purchase.carriers) or "–"
    text = paragraphs(notice, _title(request, say), say("give.type_number", carriers=clip(carriers, 200)))
    return Screen(text, (_back(request, say),))


def _back(request: GiveRequest, say: Say) -> tuple[Button, ...]:
    return (Button(say("button.back"), _key(request, tap.OPEN)),)
