"""The dealers below a dealer, and its own prices for them. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.screen import Screen, clip, escape, lines, paragraphs
from core.channel.types import SubDealer
from core.i18n.phrases import Say
from core.pricing.resale_types import OwnPrice

_MOST = 40


def network_screen(found: Sequence[SubDealer], say: Say) -> Screen:
    """Who stands below, each with what it and those below it bought in a year."""
    if not found:
        return Screen(say("network.none"))
    rows = [_row(one, say) for one in found[:_MOST]]
    more = len(found) - len(rows)
    return Screen(paragraphs(say("network.title"), lines(*rows, say("network.more", more) if more else None)))


def _row(one: SubDealer, say: Say) -> str:
    amounts = " + ".join(say.money(amount) for amount in one.bought) or "—"
    indent = "　" * (one.level - 1)
    return f"{indent}• <b>{escape(clip(one.name, 40))}</b> {say('network.orders', one.orders)} · {amounts}"


def own_prices_screen(found: Sequence[OwnPrice], say: Say) -> Screen:
    """Every own price; one outside its band with what counts instead."""
    rows = [
        say("resale.row", sku=one.sku, price=one.price)
        if one.counts == one.price
        else say("resale.row_held", sku=one.sku, price=one.price, counts=one.counts)
        for one in found[:_MOST]
    ]
    more = len(found) - len(rows)
    body = lines(*rows, say("network.more", more) if more else None) or say("resale.none")
    return Screen(paragraphs(say("resale.title"), body, say("resale.how")))


def own_price_screen(one: OwnPrice, say: Say, *, is_set: bool = False) -> Screen:
    """One product: own price, guide price, what is allowed. is_set: it was set just now."""
    title = say("resale.product", name=clip(one.name, 80), sku=one.sku)
    own = say("resale.house") if one.price is None else say("resale.own", price=one.price)
    allowed = (
        say("resale.allowed", guide=one.guide, low=one.low, high=one.high) if one.low is not None else None
    )
    return Screen(lines(f"✅ {title}" if is_set else title, own, allowed))
