"""What a quote says about goods that are not there, urgency, and the order it would change. Pure."""

from __future__ import annotations

from bot.dealer.ordering import callbacks as tap
from bot.dealer.ordering.callbacks import QuoteTap
from bot.screen import Button, Screen, clip, escape, lines, short_id
from core.i18n.phrases import Raw, Say
from core.orders.supply_types import WhenShort
from core.orders.types import Amendment, Quote, QuoteLine
from core.stock.types import Light

NAME = 40
MOST_CHANGES = 12
MOST_TOLD = 3


def missing_note(line: QuoteLine, say: Say) -> str | None:
    """How much of a line comes now and how much later, once that is chosen; None for a line that is whole."""
    missing = line.missing
    if missing is None or line.availability is None or line.availability.light is Light.RED:
        return None
    now = (line.quantity or 0) - missing.quantity
    if missing.on is None:
        return "   " + say("quote.line_rest_open", now=now, later=missing.quantity)
    return "   " + say("quote.line_rest", now=now, later=missing.quantity, day=missing.on)


def shortage_part(quote: Quote, say: Say) -> Screen:
    """What was chosen about the goods that are not there, and the other ways as buttons (G3, G7)."""
    if not quote.is_short:
        return Screen(lines(*_ways(quote, say)))
    chosen = quote.when_short

    def button(key: str, act: str, n: int = 0, x: str = "", **params: object) -> tuple[Button, ...]:
        data = QuoteTap(act=act, draft=short_id(quote.draft_id), v=quote.version, n=n, x=x)
        return (Button(say(key, **params), data.pack()),)

    rows = [button("button.fit", tap.FIT)]
    day = say.day(quote.rest_on) if quote.rest_on else None
    last = say.day(quote.wait_on) if quote.wait_on else None
    if chosen is not WhenShort.REST:
        rows.append(
            button("button.rest_on", tap.REST, day=Raw(day)) if day else button("button.rest", tap.REST)
        )
    if chosen is not WhenShort.WAIT:
        rows.append(
            button("button.wait_on", tap.WAIT, day=Raw(last)) if last else button("button.wait", tap.WAIT)
        )
    for line in quote.lines:
        rows += [
            button(
                "button.swap",
                tap.SWAP,
                line.position,
                short_id(one.product_id),
                line=line.position,
                name=Raw(clip(one.name, 30)),
                price=one.unit_price,
            )
            for one in line.swaps
        ]
    rows += tell_buttons(quote, say)
    return Screen(lines(_chosen(quote, say) or None, *_ways(quote, say)), tuple(rows))


def unavailable(quote: Quote) -> tuple[QuoteLine, ...]:
    """Lines of which nothing is there."""
    return tuple(line for line in quote.lines if line.availability and line.availability.light is Light.RED)


def tell_buttons(quote: Quote, say: Say) -> tuple[tuple[Button, ...], ...]:
    """Out with a line of which nothing is there, and the buyer is told when it is."""
    found = []
    for line in unavailable(quote)[:MOST_TOLD]:
        data = QuoteTap(act=tap.TELL, draft=short_id(quote.draft_id), v=quote.version, n=line.position)
        label = say("button.tell_back", name=Raw(clip(line.name or line.raw, 30)))
        found.append((Button(label, data.pack()),))
    return tuple(found)


def _ways(quote: Quote, say: Say) -> list[str]:
    """The ways that were compared for what is bought; the buyer pays the same for each."""
    found = []
    for one in quote.ways:
        kind = Raw(say(f"supplyway.{one.kind}"))
        day = Raw(say.day(one.on) if one.on else say("ways.no_day"))
        extra = Raw(f", +{say.money(one.extra)}" if one.extra else "")
        mark = "✅" if one.is_chosen else "▫️"
        found.append(say("ways.line", mark=mark, kind=kind, count=one.quantity, day=day, extra=extra))
    return [*found, say("ways.same_price")] if found else []


def _chosen(quote: Quote, say: Say) -> str:
    """What will be done about the goods that are not there; empty while it has to be asked."""
    match quote.when_short:
        case WhenShort.REST if quote.rest_on:
            return say("quote.short_rest_on", day=quote.rest_on)
        case WhenShort.REST:
            return say("quote.short_rest")
        case WhenShort.WAIT if quote.rest_on:
            return say("quote.short_wait_on", day=quote.rest_on)
        case WhenShort.WAIT:
            return say("quote.short_wait")
    return ""


def urgent_line(quote: Quote, say: Say) -> str | None:
    if not quote.is_urgent:
        return None
    fee = quote.urgent_fee
    return say("quote.urgent_fee", fee=fee) if fee else say("quote.urgent")


def urgent_button(quote: Quote, say: Say) -> tuple[Button, ...]:
    """Urgent or not: stands where the lines are changed, so that the card stays small."""
    if not (quote.may_be_urgent or quote.is_urgent):
        return ()
    data = QuoteTap(
        act=tap.URGENT, draft=short_id(quote.draft_id), v=quote.version, n=0 if quote.is_urgent else 1
    )
    fee = quote.urgent_fee
    if quote.is_urgent:
        return (Button(say("button.not_urgent"), data.pack()),)
    return (Button(say("button.urgent_fee", fee=fee) if fee else say("button.urgent"), data.pack()),)


def amendment_part(quote: Quote, say: Say) -> str | None:
    """What confirming would change of the placed order: goods, total, day."""
    found = quote.amendment
    if found is None:
        return None
    days = found.promised_on, quote.promised_on
    return lines(
        say("amend.title", number=found.number),
        *_changes(found, say),
        say("amend.total", before=found.total, after=found.after) if found.total != found.after else None,
        *_freight(found, say),
        say("amend.day", before=days[0], after=days[1]) if days[0] != days[1] and all(days) else None,
        say("amend.nothing") if not found.changes and found.total == found.after else None,
    )


def _freight(found: Amendment, say: Say) -> list[str]:
    """What the order pays for shipping then, and those that go together with it."""
    shown: list[str] = []
    others = [one for one in found.freight if one.number != found.number]
    for one in found.freight:
        if one.number == found.number:
            key = "amend.freight" if one.before else "amend.freight_lost"
            shown.append(say(key, before=one.before, after=one.after))
    if others:
        shown.append(say("amend.freight_others"))
    return shown + [
        say("merge.order", number=one.number, before=one.before, after=one.after)
        for one in others[:MOST_CHANGES]
    ]


def _changes(found: Amendment, say: Say) -> list[str]:
    shown: list[str] = []
    for one in found.changes[:MOST_CHANGES]:
        name = escape(clip(one.name, NAME))
        if not one.before:
            shown.append(f"➕ {name}: {say.number(one.after)}")
        elif not one.after:
            shown.append(f"✖️ <s>{name}</s>")
        else:
            shown.append(f"✏️ {name}: <s>{say.number(one.before)}</s> → {say.number(one.after)}")
    more = len(found.changes) - MOST_CHANGES
    return [*shown, f"+{more}"] if more > 0 else shown
