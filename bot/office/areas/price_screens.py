"""What a change of prices would do, in words; the list of promotions. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.office.screens import change_line
from bot.screen import Screen, clip, escape, lines, paragraphs
from core.i18n.phrases import Raw, Say
from core.kernel.money import Money, UnitPrice
from core.pricing.rulebook_types import PromotionView, RateNow, Terms, TierPrice
from core.pricing.use_cases.set_price import PriceChange
from core.pricing.use_cases.set_promotion import PromotionChange
from core.pricing.use_cases.set_rate import RateChange
from core.pricing.use_cases.set_terms import TermsChange

_SHOWN = 25


def price_preview(change: PriceChange, say: Say) -> str:
    """The product, before → after, from when and for how many."""
    product = clip(change.product_name, 80)
    if change.region:
        title = say("preview.price_region", product=product, sku=change.sku, region=change.region)
    else:
        title = say("preview.price", product=product, sku=change.sku)
    return lines(
        title,
        change_line(say, change.before, change.after),
        say("preview.cost", cost=change.cost) if change.cost else None,
        say("preview.below_cost") if change.is_below_cost else None,
        _tiers(change.tiers, say),
        _from(change.starts, say),
        say("preview.dealers", change.dealers),
    )


def _tiers(tiers: tuple[TierPrice, ...], say: Say) -> str | None:
    """What one piece costs by tier; where nothing changes, one price."""
    if not tiers:
        return None
    rows = [
        say("preview.tier_same", tier=one.tier, price=_price(one.after, say))
        if one.before == one.after
        else f"{escape(one.tier)}: {change_line(say, one.before, one.after)}"
        for one in tiers[:_SHOWN]
    ]
    return lines(say("preview.by_tier"), *rows)


def _price(price: UnitPrice | None, say: Say) -> Raw:
    return Raw(say.unit_price(price) if price else "—")


def _from(starts: datetime | None, say: Say) -> str:
    return say("preview.from", day=starts) if starts else say("preview.at_once")


def rate_preview(change: RateChange, say: Say) -> str:
    """The dealer, what the rate is on, before → after."""
    return lines(
        say("preview.rate", dealer=clip(change.dealer_name, 60), target=clip(change.target, 80)),
        change_line(say, Raw(rate_text(change.before, say)), Raw(rate_text(change.after, say))),
        _from(change.starts, say),
    )


def rate_text(rate: RateNow | None, say: Say) -> str:
    """A negotiated rate in words."""
    if rate is None:
        return "—"
    if rate.kind == "net":
        return say("rate.net", price=rate.price)
    percent = Raw(say.percent(rate.basis_points or 0))
    return (
        say("rate.cost_plus", percent=percent)
        if rate.kind == "cost_plus"
        else say("rate.off", percent=percent)
    )


def promotion_preview(change: PromotionChange, say: Say) -> str:
    """The promotion, its deal before → after, until when and for how many."""
    shown = change.after or change.before
    assert shown is not None
    before, after = change.before, change.after
    return lines(
        say("preview.promotion", code=clip(shown.code, 60)),
        change_line(
            say,
            Raw(deal_text(before, say)) if before else None,
            Raw(deal_text(after, say)) if after else Raw(say("preview.promotion_off")),
        ),
        say("preview.coupon", coupon=shown.coupon) if shown.coupon else None,
        say("preview.until", day=after.valid_until) if after and after.valid_until else None,
        say("preview.dealers", change.dealers),
    )


def deal_text(one: PromotionView, say: Say) -> str:
    """A deal in words: "spend $800.00, save $120.00"."""
    terms, currency = one.terms, str(one.terms.get("currency", "USD"))
    if one.kind == "spend_save":
        threshold = Money.parse(str(terms["threshold"]), currency)
        off: object = Raw(f"{escape(str(terms.get('off_percent')))} %")
        if "off" in terms:
            off = Money.parse(str(terms["off"]), currency)
        return say("deal.spend_save", threshold=threshold, off=off)
    goods = Raw(_scope(terms, say))
    if one.kind == "buy_get":
        return say("deal.buy_get", buy=int(terms["buy"]), free=int(terms["free"]), goods=goods)
    price: object = Raw(f"−{escape(str(terms.get('off_percent')))} %")
    if "price" in terms:
        price = UnitPrice.parse(str(terms["price"]), currency)
    return say("deal.flash", goods=goods, price=price, left=max((one.cap or 0) - one.used, 0))


def _scope(terms: Mapping[str, Any], say: Say) -> str:
    named = [str(value) for entry in terms.get("scope", ()) for value in entry.values()]
    return escape(clip(", ".join(named), 60)) if named else say("deal.everything")


def promotions_screen(found: tuple[PromotionView, ...], say: Say) -> Screen:
    """Promotions that hold now or will."""
    if not found:
        return Screen(say("promos.none"))
    rows = [
        lines(
            f"<b>{escape(clip(one.code, 60))}</b> · {deal_text(one, say)}",
            say("preview.coupon", coupon=one.coupon) if one.coupon else None,
            say("preview.from", day=one.valid_from) if one.valid_from else None,
            say("preview.until", day=one.valid_until) if one.valid_until else None,
        )
        for one in found[:_SHOWN]
    ]
    more = len(found) - _SHOWN
    return Screen(paragraphs(say("promos.title"), *rows, f"… +{more}" if more > 0 else None))


def terms_preview(change: TermsChange, say: Say) -> str:
    """The tier, its terms before → after, for how many."""
    return lines(
        say("preview.terms", tier=change.before.name),
        change_line(say, Raw(_terms(change.before, say)), Raw(_terms(change.after, say))),
        say("preview.dealers", change.dealers),
    )


def _terms(terms: Terms, say: Say) -> str:
    days = say("terms.net", terms.net_days)
    if not terms.early_basis_points:
        return days
    return say(
        "terms.early",
        days=Raw(days),
        percent=Raw(say.percent(terms.early_basis_points)),
        within=terms.early_days,
    )
