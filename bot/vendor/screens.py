"""A purchase order as its vendor sees it and as the house does. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.dealer.ordering.amounts import amount
from bot.screen import Button, Screen, clip, escape, grid, lines, paragraphs, short_id
from bot.vendor import callbacks as tap
from bot.vendor.callbacks import DirectTap, PurchaseTap
from core.i18n.phrases import Raw, Say
from core.kernel.money import Money
from core.vendors.types import DirectPlan, DirectSale, Purchase, PurchaseState, Vendor

REASONS = ("no_stock", "discontinued", "price", "too_late")
# Of a dealer that gives goods up; the last one is nobody's to choose.
GIVE_REASONS = ("sold", "damaged", "changed_mind")
SILENT, NOT_FETCHED = "silent", "not_fetched"
MARKS = {
    PurchaseState.SENT: "🆕",
    PurchaseState.ACKNOWLEDGED: "👍",
    PurchaseState.DECLINED: "🙅",
    PurchaseState.SHIPPED: "🚚",
    PurchaseState.DELIVERED: "🏁",
    PurchaseState.CANCELLED: "🧊",
}
_MOST_LINES, _MOST_OTHERS, _DAYS_OFFERED, _SATURDAY = 20, 4, 4, 5


def _key(purchase: Purchase, act: str, x: str = "") -> str:
    return PurchaseTap(act=act, purchase=short_id(purchase.id), v=purchase.version, x=x).pack()


def purchase_screen(purchase: Purchase, say: Say, *, notice: str | None = None) -> Screen:
    """The card of the vendor's people."""
    rows: tuple[tuple[Button, ...], ...] = ()
    if purchase.is_open:
        first = (
            (Button(say("button.acknowledge"), _key(purchase, tap.ACKNOWLEDGE)),)
            if purchase.state is PurchaseState.SENT
            else ()
        )
        rows = (
            first,
            (
                Button(say("button.goods_sent"), _key(purchase, tap.WHICH_CARRIER)),
                Button(say("button.other_day"), _key(purchase, tap.WHICH_DAY)),
            ),
            (Button(say("button.cannot_deliver"), _key(purchase, tap.WHICH_REASON)),),
        )
    return Screen(paragraphs(notice, _body(purchase, say)), tuple(row for row in rows if row))


def _body(purchase: Purchase, say: Say) -> str:
    """What is bought, for where, by when, and what has become of it."""
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
    more = len(purchase.lines) - _MOST_LINES
    return paragraphs(
        _title(purchase, say),
        lines(
            *goods,
            say("track.more", more) if more > 0 else None,
            say("purchase.total", total=purchase.total),
        ),
        lines(
            say("purchase.place", place=clip(str(purchase.place), 200)) if purchase.place else None,
            say("purchase.by", day=purchase.expected_on),
        ),
        _outcome(purchase, say),
    )


def _title(purchase: Purchase, say: Say) -> str:
    return say(
        "purchase.title",
        mark=MARKS[purchase.state],
        number=purchase.number,
        state=Raw(say(f"purchasestate.{purchase.state.value}")),
    )


def _outcome(purchase: Purchase, say: Say) -> str:
    return lines(
        say(f"frozen.{purchase.frozen.value}") if purchase.frozen else None,
        say("purchase.answered_by", name=clip(purchase.answered_by, 60)) if purchase.answered_by else None,
        f"💬 {cannot_text(purchase.reason, say)}" if purchase.reason else None,
        say("purchase.tracking", carrier=purchase.carrier, number=purchase.tracking_number)
        if purchase.tracking_number
        else None,
    )


def cannot_text(reason: str, say: Say) -> str:
    """Why a vendor cannot deliver: one of ours in the reader's language, or the vendor's own words."""
    if reason in (*GIVE_REASONS, SILENT, NOT_FETCHED):
        return say(f"cannotgive.{reason}")
    return say(f"cannot.{reason}") if reason in REASONS else escape(clip(reason, 200))


def days_screen(purchase: Purchase, say: Say, *, notice: str | None = None) -> Screen:
    """The next working days behind the one that stands there; any other can be typed."""
    found: list[date] = []
    day = purchase.expected_on
    while len(found) < _DAYS_OFFERED:
        day += timedelta(days=1)
        if day.weekday() < _SATURDAY:
            found.append(day)
    buttons = [Button(say.day(one), _key(purchase, tap.DAY, one.isoformat())) for one in found]
    text = paragraphs(notice, _title(purchase, say), say("purchase.which_day"))
    return Screen(text, (*grid(buttons, 2), _back(purchase, say)))


def cannot_screen(purchase: Purchase, say: Say, *, notice: str | None = None) -> Screen:
    """Why it cannot be delivered; any other reason can be typed."""
    rows = [(Button(say(f"cannot.{code}"), _key(purchase, tap.REASON, code)),) for code in REASONS]
    text = paragraphs(notice, _title(purchase, say), say("purchase.which_reason"))
    return Screen(text, (*rows, _back(purchase, say)))


def sent_screen(purchase: Purchase, say: Say, *, notice: str | None = None) -> Screen:
    """With whom it was sent; a carrier's code with the number can be typed at once."""
    buttons = [Button(code, _key(purchase, tap.CARRIER, code)) for code in purchase.carriers]
    return Screen(
        paragraphs(notice, _title(purchase, say), say("purchase.which_carrier")),
        (
            *grid(buttons, 3),
            (Button(say("button.untracked"), _key(purchase, tap.UNTRACKED)),),
            _back(purchase, say),
        ),
    )


def number_screen(purchase: Purchase, carrier: str, say: Say, *, notice: str | None = None) -> Screen:
    """The tracking number is asked for."""
    text = paragraphs(notice, _title(purchase, say), say("purchase.type_number", carrier=carrier))
    return Screen(text, (_back(purchase, say),))


def _back(purchase: Purchase, say: Say) -> tuple[Button, ...]:
    return (Button(say("button.back"), _key(purchase, tap.OPEN)),)


def purchases_screen(found: Sequence[Purchase], say: Say, *, of_house: bool) -> Screen:
    """What waits for an answer or is on its way; the house sees whose it is."""
    if not found:
        return Screen(say("purchase.none"))
    kind = DirectTap if of_house else PurchaseTap
    rows = [
        (
            Button(
                " · ".join(
                    filter(
                        None,
                        (
                            f"{MARKS[one.state]} {one.number}",
                            one.vendor if of_house else "",
                            say.day(one.expected_on),
                        ),
                    )
                ),
                kind(act=tap.OPEN, purchase=short_id(one.id), v=one.version).pack(),
            ),
        )
        for one in found
    ]
    return Screen(say("purchase.list"), tuple(rows))


def margin_text(sold: Money, bought: Money, basis_points: int | None, say: Say) -> str:
    """What is earned, in money and per cent of what it costs."""
    share = "–" if basis_points is None else say.percent(basis_points)
    return say("direct.margin", sold=sold, bought=bought, margin=sold - bought, share=Raw(share))


def direct_text(plan: DirectPlan, say: Say) -> str:
    """What would be bought from whom, before it is."""
    blocks = [
        lines(
            say("direct.part", vendor=clip(part.vendor, 60), day=part.arrives_on),
            *(
                say(
                    "purchase.line",
                    amount=Raw(amount(say, one.line.quantity, one.line.unit)),
                    name=clip(one.line.name, 60),
                    sku=one.line.sku,
                    cost=one.cost,
                )
                for one in part.lines[:_MOST_LINES]
            ),
            margin_text(part.sold, part.bought, part.margin_basis_points, say),
        )
        for part in plan.parts
    ]
    return paragraphs(
        say("direct.title", number=plan.number, dealer=clip(plan.dealer_name, 60)),
        *blocks,
        say("direct.rest", len(plan.rest)) if plan.rest else None,
    )


def direct_sale_screen(sale: DirectSale, say: Say, *, notice: str | None = None) -> Screen:
    """The card of the house: the margin, and one button for each other way for the goods."""
    purchase = sale.purchase
    text = paragraphs(
        notice,
        say(
            "direct.sale",
            vendor=clip(purchase.vendor, 60),
            number=sale.order_number,
            dealer=clip(sale.dealer_name, 60),
        ),
        _body(purchase, say),
        margin_text(sale.sold, purchase.total, sale.margin_basis_points, say),
    )
    if not sale.can_redirect:
        return Screen(text)

    def button(label: str, act: str, x: str = "") -> Button:
        key = DirectTap(act=act, purchase=short_id(purchase.id), v=purchase.version, x=x)
        return Button(label, key.pack())

    rows = [
        (
            button(
                say("button.other_vendor", vendor=Raw(clip(one.vendor, 25)), margin=one.margin),
                tap.OTHER_VENDOR,
                short_id(one.vendor_id),
            ),
        )
        for one in sale.others[:_MOST_OTHERS]
    ]
    own = "button.own_stock" if sale.has_stock else "button.own_stock_waits"
    rows.append((button(say(own), tap.OWN_STOCK),))
    rows.append((button(say("button.cancel_goods"), tap.CANCEL),))
    if purchase.is_open:
        rows.append((Button(say("button.answer_for_vendor"), _key(purchase, tap.OPEN)),))
    return Screen(text, tuple(rows))


def vendors_screen(found: Sequence[Vendor], say: Say) -> Screen:
    """Every vendor, with who answers for it."""
    rows = [
        lines(
            say("vendor.line", code=one.code, name=clip(one.name, 60)),
            say("vendor.people", names=clip(", ".join(one.people), 120))
            if one.people
            else say("vendor.nobody"),
            say("vendor.offers", one.offers),
            say("vendor.cut_off", at=one.cut_off, zone=f" {one.zone}" if one.zone else ""),
        )
        for one in found[:30]
    ]
    return Screen(paragraphs(*rows) or say("vendor.none"))
