"""The quote card and what belongs to it. Pure: a quote and a voice in, a screen out."""

from __future__ import annotations

from bot.dealer.ordering import callbacks as tap
from bot.dealer.ordering.also import also_line, also_rows
from bot.dealer.ordering.amounts import line_amount
from bot.dealer.ordering.callbacks import AliasTap, QuoteTap
from bot.dealer.ordering.questions import question_part
from bot.dealer.ordering.supply import (
    amendment_part,
    missing_note,
    shortage_part,
    urgent_button,
    urgent_line,
)
from bot.dealer.ordering.terms import anyway_rows, held_line, terms_note
from bot.dealer.ordering.windows import coming_line, window_buttons, window_line, windows_hint
from bot.dealer.templates.screens import save_draft_button
from bot.screen import (
    TEXT_LIMIT,
    Button,
    Screen,
    clip,
    escape,
    fit,
    grid,
    lines,
    listed,
    paragraphs,
    short_id,
    visible_length,
)
from core.approvals.types import Level
from core.credit.types import CreditOutcome
from core.dealers.types import ShipTo
from core.i18n.phrases import Raw, Say
from core.kernel.money import total
from core.kernel.reasons import Reason
from core.orders.types import LineState, Order, OrderSummary, Quote, QuoteLine
from core.orders.use_cases.answer_product import ProductAnswer
from core.orders.use_cases.place_order import PlacedOrder
from core.pricing.types import Hint, HintKind
from core.stock.types import Light, LineAvailability

PAGE = 12
NAME = 60
BRIEF_NAME = 30
MOST_OFFERS = 5
BRIEF_OFFERS = 2
OVERDUE = {"overdue_warn", "overdue_restrict", "overdue_block"}
LIGHTS = {Light.GREEN: "🟢", Light.YELLOW: "🟡", Light.RED: "🔴"}


def tap_data(quote: Quote, act: str, n: int = 0, x: str = "") -> str:
    return QuoteTap(act=act, draft=short_id(quote.draft_id), v=quote.version, n=n, x=x).pack()


def quote_card(quote: Quote, say: Say, *, page: int = 0, notice: str | None = None) -> Screen:
    """The whole quote: lines, sums, credit, what is in the way, and the next step as a button."""
    pages = max((len(quote.lines) + PAGE - 1) // PAGE, 1)
    page = min(max(page, 0), pages - 1)
    shown = quote.lines[page * PAGE : (page + 1) * PAGE]
    question = quote.question or next(
        (line for line in quote.lines if line.state is LineState.NOT_FOUND), None
    )
    asked = question_part(quote, question, say) if question else None
    shortage = shortage_part(quote, say)

    def text(*, brief: bool) -> str:
        return paragraphs(
            fit(notice, 300 if brief else 900) if notice else None,
            amendment_part(quote, say) or say("quote.title", dealer=clip(quote.dealer_name, NAME)),
            "\n".join(quote_line(line, say, brief=brief) for line in shown),
            say("quote.page", page=page + 1, pages=pages, count=len(quote.lines)) if pages > 1 else None,
            sums(quote, say, brief=brief),
            *(blocker(reason, say) for reason in quote.blockers if reason.code != "order.unclear"),
            shortage.text or None,
            say("quote.repeat", number=quote.repeat_of) if quote.repeat_of else None,
            also_line(quote, say),
            asked.text if asked else windows_hint(quote, say),
        )

    full = text(brief=False)
    # A page of long names and remarks can pass a message's limit: what is asked stands last and must stay.
    return Screen(
        text=full if visible_length(full) <= TEXT_LIMIT else text(brief=True),
        rows=(
            *(asked.rows if asked else ()),
            *anyway_rows(quote, say),
            *_next_steps(quote, say, page, pages, shortage),
            *also_rows(quote, say),
        ),
    )


def quote_line(line: QuoteLine, say: Say, *, brief: bool = False) -> str:
    """One line of the quote in two rows of a phone; brief: without saving and remark."""
    name = escape(clip(line.name, BRIEF_NAME if brief else NAME))
    if line.state is LineState.HELD:
        return held_line(line, say)
    if line.state is not LineState.READY or line.total is None or line.unit_price is None:
        mark = "🚫" if line.no_price else "❓"
        return f"{line.position}. {mark} {name}"
    row = say(
        "quote.line_parts" if line.parts else "quote.line",
        amount=Raw(line_amount(say, line)),
        price=line.unit_price,
        total=line.total,
        light=Raw(LIGHTS[line.availability.light] if line.availability else ""),
    )
    parts = [
        "   " + say("receipt.part", quantity=part.quantity, price=part.unit_price, amount=part.amount)
        for part in line.parts
    ]
    saved = None
    if not brief and line.saving is not None and line.saving.minor > 0 and line.list_price is not None:
        saved = say("quote.line_saving", list=line.list_price, saving=line.saving)
    late = missing_note(line, say) or (stock_note(line.availability, say) if line.availability else None)
    remark = f"   💬 {escape(clip(line.remark, 80))}" if line.remark and not brief else None
    saved = saved and f"   {saved}"
    return lines(
        f"{line.position}. <b>{name}</b>", f"   {row}", *parts, saved, late, terms_note(line, say), remark
    )


def stock_note(availability: LineAvailability, say: Say) -> str | None:
    """What is unusual about a line's availability; None when it simply is there."""
    if availability.light is Light.YELLOW and availability.promised_on:
        return "   " + say("quote.line_later", day=availability.promised_on)
    if availability.light is Light.RED and availability.incoming_on:
        return "   " + say(
            "quote.line_short_until", available=availability.available, day=availability.incoming_on
        )
    if availability.light is Light.RED:
        return "   " + say("quote.line_short", available=availability.available)
    return None


def sums(quote: Quote, say: Say, *, brief: bool = False) -> str:
    """Totals, delivery, terms, credit, the nearest hint."""
    if not any(line.total for line in quote.lines):
        return ""
    place = quote.ship_to
    return lines(
        say("quote.subtotal", amount=quote.subtotal),
        *_offers(quote, say, BRIEF_OFFERS if brief else MOST_OFFERS),
        say("quote.shipping", amount=quote.shipping) if quote.shipping else say("quote.shipping_free"),
        say("quote.tax", amount=quote.tax) if quote.tax else None,
        say("quote.total", amount=quote.total),
        say("quote.saving", amount=quote.saving) if quote.saving.minor > 0 else None,
        _coupon(quote, say),
        urgent_line(quote, say),
        window_line(quote.window, say)
        if quote.window
        else say("quote.promised", day=quote.promised_on)
        if quote.promised_on
        else None,
        say("quote.wished", day=quote.wished_on) if quote.wished_on else None,
        say("quote.place", place=clip(place.name, NAME)) if place else None,
        say("quote.note", note=clip(quote.note, NAME if brief else 200)) if quote.note else None,
        say("quote.credit", left=quote.credit.available_after, exposure=quote.credit.exposure_after),
        _overdue(quote, say),
        _approval(quote, say),
        *terms(quote, say),
        hint(quote.hints[0], quote, say) if quote.hints else None,
    )


def _approval(quote: Quote, say: Say) -> str | None:
    """That somebody will have to decide, and what would go without."""
    if not quote.asks:
        return None
    pay = quote.credit.pay_to_free
    return lines(
        say("quote.would_wait", fits=quote.credit.fits)
        if quote.credit.outcome is CreditOutcome.REFUSE
        else say("quote.needs_approval", who=_deciders(quote, say)),
        say("wait.fits", len(quote.what_fits.quantities), amount=quote.what_fits.total)
        if quote.what_fits
        else None,
        say("wait.pay", amount=pay) if pay is not None and pay.minor > 0 else None,
    )


def _deciders(quote: Quote, say: Say) -> str:
    """Who will be asked, by role; where that is not known, the rep."""
    return ", ".join(say(f"role.{level}") for level in quote.decided_by or (Level.REP,))


def _offers(quote: Quote, say: Say, most: int) -> list[str]:
    """Discounts and gifts by name; those beyond ``most`` in one sum, so that the figures still add up."""
    shown = [
        say("quote.discount", name=clip(one.name, NAME), amount=one.amount) for one in quote.discounts[:most]
    ]
    rest = quote.discounts[most:]
    if rest:
        amount = total([one.amount for one in rest], quote.currency)
        shown.append(say("quote.discount", name=say("order.discounts"), amount=amount))
    shown += [
        say("quote.gift", name=clip(gift.name, NAME), quantity=gift.quantity, sku=gift.sku)
        for gift in quote.free_items[:most]
    ]
    more = len(quote.free_items) - most
    if more > 0:
        shown.append(f"🎁 +{more}")
    # One line for all that is gone: what is not given is of less use than what is.
    gone = ", ".join(gift.name for gift in quote.gifts_gone)
    return [*shown, say("quote.gift_gone", name=clip(gone, 40))] if gone else shown


def _coupon(quote: Quote, say: Say) -> str | None:
    """What became of the coupon: taken off, good but of no use here, or not good."""
    if not quote.coupon:
        return None
    code = clip(quote.coupon, BRIEF_NAME)
    if quote.coupon_refused:
        return say("quote.coupon_refused", code=code)
    return say("quote.coupon_idle", code=code) if quote.coupon_idle else say("quote.coupon", code=code)


def _overdue(quote: Quote, say: Say) -> str | None:
    """Invoices overdue for so long that they matter to this order (E3)."""
    for reason in quote.credit.why:
        if reason.code.removeprefix("credit.") in OVERDUE:
            return say("credit.overdue", reason.params["days"], amount=reason.params["overdue"])
    return None


def terms(quote: Quote, say: Say) -> list[str]:
    """Days to pay, and what paying early takes off (D1, D8)."""
    days, early = quote.terms.net_days, quote.terms.early_payment
    shown = [] if days is None else [say("quote.net_days", days)]
    return [*shown, say("quote.early_payment", amount=early.amount, days=early.days)] if early else shown


def hint(one: Hint, quote: Quote, say: Say) -> str | None:
    """The next step within reach, in words."""
    names = {line.product_id: line.name for line in quote.lines}
    name = clip(names.get(one.product_id, one.name), 40)
    match one.kind:
        case HintKind.SPEND_AND_SAVE if one.missing and one.off:
            return say("hint.spend", missing=one.missing, off=one.off)
        case HintKind.FREE_SHIPPING if one.missing:
            return say("hint.shipping", missing=one.missing)
        case HintKind.QUANTITY_BREAK if one.pieces and one.unit_price:
            return say("hint.break", one.pieces, name=name, price=one.unit_price)
        case HintKind.BUY_AND_GET if one.pieces and one.free_pieces:
            return say("hint.gift", one.pieces, name=name, free=one.free_pieces)
    return None


def blocker(reason: Reason, say: Say) -> str:
    """Why the order cannot go yet, and what to do, in one sentence."""
    params = dict(reason.params)
    numbers = params.pop("lines", None)
    if numbers is not None:
        params["lines"] = listed(numbers)
    return "⚠️ " + say(f"blocker.{reason.code.removeprefix('order.')}", None, **params)


def _next_steps(
    quote: Quote, say: Say, page: int, pages: int, shortage: Screen
) -> tuple[tuple[Button, ...], ...]:
    def button(key: str, act: str, n: int = 0, x: str = "", **params: object) -> Button:
        return Button(say(key, **params), tap_data(quote, act, n, x))

    first: list[Button] = []
    if quote.repeat_of:
        first.append(button("button.order_again", tap.KEEP))
    elif not quote.blockers:
        key = "button.confirm_changes" if quote.amendment else "button.confirm"
        total = quote.amendment.after if quote.amendment else quote.total
        first.append(button(key, tap.CONFIRM, x=quote.seen, total=Raw(say.money(total))))
    if quote.what_fits is not None and not quote.blockers:
        first.append(button("button.keep_fitting", tap.FIT_CREDIT))
    turn = []
    if pages > 1:
        turn = [
            Button("‹", tap_data(quote, tap.SHOW, (page - 1) % pages)),
            Button("›", tap_data(quote, tap.SHOW, (page + 1) % pages)),
        ]
    keep: list[Button] = []
    last = [button("button.change", tap.EDIT)] if quote.lines else []
    if quote.ship_tos > 1:
        last.append(button("button.place", tap.PLACES))
    counted = [line for line in quote.lines if line.state is not LineState.HELD]
    if counted and all(line.unit_price is not None and not line.questions for line in counted):
        keep.append(button("button.keep_prices", tap.SAVE, x=quote.seen))
    if quote.amendment:
        keep = []
    last.append(button("button.leave_changes" if quote.amendment else "button.discard", tap.DISCARD))
    return tuple(
        tuple(row) for row in (first, window_buttons(quote, say), *shortage.rows, turn, last, keep) if row
    )


def lines_screen(quote: Quote, say: Say, *, page: int = 0) -> Screen:
    """Choose the line to change."""
    pages = max((len(quote.lines) + PAGE - 1) // PAGE, 1)
    page = min(max(page, 0), pages - 1)
    shown = quote.lines[page * PAGE : (page + 1) * PAGE]
    buttons = [
        Button(f"{line.position}. {clip(line.name, 26)}", tap_data(quote, tap.LINE, line.position))
        for line in shown
    ]
    turn: tuple[Button, ...] = ()
    if pages > 1:
        turn = (
            Button("‹", tap_data(quote, tap.EDIT, (page - 1) % pages)),
            Button("›", tap_data(quote, tap.EDIT, (page + 1) % pages)),
        )
    back = (Button(say("button.back"), tap_data(quote, tap.SHOW)),)
    keep = (save_draft_button(quote.draft_id, say),)
    rows = (*grid(buttons, 2), turn, urgent_button(quote, say), keep, back)
    return Screen(say("edit.which"), tuple(row for row in rows if row))


def line_screen(quote: Quote, line: QuoteLine, say: Say) -> Screen:
    """Change one line by buttons."""
    n = line.position
    rows: list[tuple[Button, ...]] = []
    if line.product_id is not None:
        rows.append(
            (
                Button("➖", tap_data(quote, tap.LESS, n)),
                Button(line_amount(say, line) or "?", tap_data(quote, tap.LINE, n)),
                Button("➕", tap_data(quote, tap.MORE, n)),
            )
        )
    remove = Button(say("button.remove"), tap_data(quote, tap.REMOVE, n))
    if line.total is not None:
        rows.append((Button(say("button.why_price"), tap_data(quote, tap.WHY, n)), remove))
        rows.append((Button(say("button.better_price"), tap_data(quote, tap.BETTER, n)),))
    else:
        rows.append((remove,))
    rows.append((Button(say("button.back"), tap_data(quote, tap.SHOW, (n - 1) // PAGE)),))
    return Screen(paragraphs(quote_line(line, say), say("edit.hint")), tuple(rows))


def places_screen(quote: Quote, places: tuple[ShipTo, ...], say: Say) -> Screen:
    buttons = [
        (Button(clip(f"{place.name}, {place.city}", 50), tap_data(quote, tap.PLACE, at)),)
        for at, place in enumerate(places[:20])
    ]
    back = (Button(say("button.back"), tap_data(quote, tap.SHOW)),)
    return Screen(say("edit.place"), (*buttons, back))


def placed_screen(placed: PlacedOrder, order: Order | None, say: Say) -> Screen:
    """The order number, and what happens next."""
    key = f"amended.{placed.state}" if placed.is_amended else f"placed.{placed.state}"
    rests = [one for one in order.parts if one.number in placed.rests] if order else []
    return Screen(
        paragraphs(
            say(key, number=placed.number),
            say("placed.summary", len(order.lines), total=order.total) if order else None,
            coming_line(order, say) if order else None,
            lines(*(_rest(one, say, is_last=one is rests[-1]) for one in rests)),
        )
    )


def _rest(part: OrderSummary, say: Say, *, is_last: bool) -> str:
    """A part that follows, with its day; after the last one nothing is left."""
    if part.promised_on is None:
        return say("placed.rest_open" if is_last else "placed.part_open", number=part.number)
    return say("placed.rest" if is_last else "placed.part", number=part.number, day=part.promised_on)


def learned_screen(phrase: str, name: str, alias: str, say: Say) -> Screen:
    """What was learned from a tap, with the way back."""
    return Screen(
        say("alias.learned", phrase=phrase, name=name),
        ((Button(say("button.undo"), AliasTap(alias=alias).pack()),),),
    )


def answers_screen(answers: tuple[ProductAnswer, ...], say: Say) -> Screen:
    """Price and availability of products that were asked about."""
    if not answers:
        return Screen(say("answer.none"))
    blocks = []
    for one in answers[:PAGE]:
        price = (
            say("answer.price", price=one.unit_price)
            if one.unit_price is not None
            else say("answer.no_price")
        )
        light = LIGHTS[one.availability.light]
        blocks.append(
            lines(
                f"<b>{escape(clip(one.name, NAME))}</b> <code>{escape(one.sku)}</code>",
                f"{price} {light}",
                stock_note(one.availability, say),
            )
        )
    return Screen(paragraphs(*blocks))
