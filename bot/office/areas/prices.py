"""Prices, negotiated rates, promotions and terms of payment."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.office.areas.choices import REGION, TIER
from bot.office.areas.price_kinds import DealKind, RateKind, TargetKind, TypedRate
from bot.office.areas.price_screens import (
    deal_text,
    price_preview,
    promotion_preview,
    promotions_screen,
    rate_preview,
    terms_preview,
)
from bot.office.command import AdminCommand, Area, Args, Param
from bot.office.kinds import AmountKind, CodeKind, DayKind, DealerKind, PercentKind, ProductKind, WholeKind
from bot.office.screens import change_line, done_screen
from bot.screen import Screen, lines
from bot.turn import Turn
from core.dealers.use_cases.find_dealers import ShowDealer
from core.i18n.phrases import Raw
from core.kernel.actor import Permission
from core.kernel.money import UnitPrice
from core.orders.use_cases.save_quotation import MOST_DAYS, SetQuotationDays, ShowQuotationDays
from core.pricing.rulebook_types import RateNow
from core.pricing.use_cases.set_price import PreviewPrice, SetPrice
from core.pricing.use_cases.set_promotion import (
    ChangePromotion,
    CreatePromotion,
    DealWords,
    EndPromotion,
    ListPromotions,
    PreviewPromotion,
    PromotionChange,
)
from core.pricing.use_cases.set_rate import PreviewRate, SetRate
from core.pricing.use_cases.set_terms import PreviewTerms, SetTerms


def _starts(turn: Turn, day: date | None) -> datetime | None:
    """The beginning of a day where the person is; None for now."""
    if day is None:
        return None
    return datetime.combine(day, time(), ZoneInfo(turn.actor.zone)).astimezone(UTC)


def _until(turn: Turn, args: Args) -> datetime | None:
    """The end of the last day."""
    last: date | None = args.get("until")
    return None if last is None else _starts(turn, last + timedelta(days=1))


def _price(turn: Turn, args: Args) -> UnitPrice:
    typed = args["unit_price"]
    return UnitPrice.parse(str(typed.value), typed.currency or turn.core.settings.default_currency)


async def _preview_price(turn: Turn, args: Args) -> str:
    query = PreviewPrice(
        args["product"], _price(turn, args), args.get("region"), _starts(turn, args.get("from_day"))
    )
    return price_preview(await turn.ask(query), turn.say)


async def _set_price(turn: Turn, args: Args) -> Screen:
    command = SetPrice(
        args["product"], _price(turn, args), args.get("region"), _starts(turn, args.get("from_day"))
    )
    change = await turn.execute(command)
    return done_screen(turn.say("done.price", product=change.product_name, price=change.after))


async def _rate(turn: Turn, args: Args) -> RateNow:
    typed: TypedRate = args["rate"]
    return typed.in_currency((await turn.ask(ShowDealer(args["dealer"]))).currency)


async def _preview_rate(turn: Turn, args: Args) -> str:
    scope, value = args["target"]
    starts = _starts(turn, args.get("from_day"))
    rate = await _rate(turn, args)
    return rate_preview(await turn.ask(PreviewRate(args["dealer"], scope, value, rate, starts)), turn.say)


async def _set_rate(turn: Turn, args: Args) -> Screen:
    scope, value = args["target"]
    starts = _starts(turn, args.get("from_day"))
    change = await turn.execute(SetRate(args["dealer"], scope, value, await _rate(turn, args), starts))
    return done_screen(turn.say("done.rate", dealer=change.dealer_name, target=change.target))


async def _list(turn: Turn, args: Args) -> Screen:
    return promotions_screen(await turn.ask(ListPromotions()), turn.say)


def _deal(turn: Turn, args: Args) -> DealWords:
    """The deal in the house's currency, unless another was typed."""
    deal: DealWords = args["deal"]
    if "currency" in deal.terms or deal.kind == "buy_get":
        return deal
    return DealWords(deal.kind, {**deal.terms, "currency": turn.core.settings.default_currency}, deal.cap)


async def _preview_new(turn: Turn, args: Args) -> str:
    query = PreviewPromotion(
        args["promotion"],
        _deal(turn, args),
        is_new=True,
        coupon=args.get("coupon"),
        valid_until=_until(turn, args),
    )
    return promotion_preview(await turn.ask(query), turn.say)


async def _create(turn: Turn, args: Args) -> Screen:
    command = CreatePromotion(
        args["promotion"], _deal(turn, args), coupon=args.get("coupon"), valid_until=_until(turn, args)
    )
    return await _told(turn, await turn.execute(command))


async def _preview_change(turn: Turn, args: Args) -> str:
    query = PreviewPromotion(args["promotion"], _deal(turn, args), valid_until=_until(turn, args))
    return promotion_preview(await turn.ask(query), turn.say)


async def _change(turn: Turn, args: Args) -> Screen:
    command = ChangePromotion(args["promotion"], _deal(turn, args), _until(turn, args))
    return await _told(turn, await turn.execute(command))


async def _told(turn: Turn, change: PromotionChange) -> Screen:
    assert change.after is not None
    deal = Raw(deal_text(change.after, turn.say))
    return done_screen(turn.say("done.promotion", code=change.after.code, deal=deal))


async def _preview_end(turn: Turn, args: Args) -> str:
    return promotion_preview(await turn.ask(PreviewPromotion(args["promotion"], None)), turn.say)


async def _end(turn: Turn, args: Args) -> Screen:
    await turn.execute(EndPromotion(args["promotion"]))
    return done_screen(turn.say("done.promotion_ended", code=args["promotion"]))


async def _preview_terms(turn: Turn, args: Args) -> str:
    query = PreviewTerms(args["tier"], args["days"], args.get("early", 0), args.get("early_days", 0))
    return terms_preview(await turn.ask(query), turn.say)


async def _set_terms(turn: Turn, args: Args) -> Screen:
    change = await turn.execute(
        SetTerms(args["tier"], args["days"], args.get("early", 0), args.get("early_days", 0))
    )
    return done_screen(turn.say("done.terms", change.after.net_days, tier=change.after.name))


async def _preview_quote_days(turn: Turn, args: Args) -> str:
    now = await turn.ask(ShowQuotationDays())
    return lines(turn.say("preview.quote_days"), change_line(turn.say, now, args["quote_days"]))


async def _set_quote_days(turn: Turn, args: Args) -> Screen:
    await turn.execute(SetQuotationDays(args["quote_days"]))
    return done_screen(turn.say("done.quote_days", days=args["quote_days"]))


_AREA, _EDIT = Area.PRICES, Permission.PRICE_EDIT
_PRODUCT, _PRICE = Param("product", ProductKind()), Param("unit_price", AmountKind(digits=6))
_FROM, _UNTIL = Param("from_day", DayKind(), is_optional=True), Param("until", DayKind(), is_optional=True)
_DEALER = Param("dealer", DealerKind())
_PROMOTION, _DEAL = Param("promotion", CodeKind()), Param("deal", DealKind())

COMMANDS = (
    AdminCommand(
        name="price", short="p", area=_AREA, permission=_EDIT, act=_set_price, preview=_preview_price,
        params=(_PRODUCT, _PRICE, _FROM), example="/price COKE330 0.85 2025-11-01",
    ),
    AdminCommand(
        name="price", verb="region", area=_AREA, permission=_EDIT, act=_set_price, preview=_preview_price,
        params=(Param("region", REGION), _PRODUCT, _PRICE, _FROM), example="/price region west COKE330 0.79",
    ),
    AdminCommand(
        name="price", verb="dealer", area=_AREA, permission=_EDIT, act=_set_rate, preview=_preview_rate,
        params=(_DEALER, Param("target", TargetKind()), Param("rate", RateKind()), _FROM),
        example="/price dealer techmart category:electronics/smartphones cost+4%",
    ),
    AdminCommand(
        name="promos", area=_AREA, permission=_EDIT, act=_list, example="/promos",
    ),
    AdminCommand(
        name="promo", verb="new", area=_AREA, permission=_EDIT, act=_create, preview=_preview_new,
        params=(_PROMOTION, _DEAL, _UNTIL, Param("coupon", CodeKind(), is_optional=True)),
        example="/promo new SPRING 1000 -100 2025-12-31",
    ),
    AdminCommand(
        name="promo", verb="change", area=_AREA, permission=_EDIT, act=_change, preview=_preview_change,
        params=(_PROMOTION, _DEAL, _UNTIL), example="/promo change SPRING 800 -120",
    ),
    AdminCommand(
        name="promo", verb="end", area=_AREA, permission=_EDIT, act=_end, preview=_preview_end,
        params=(_PROMOTION,), example="/promo end SPRING",
    ),
    AdminCommand(
        name="quotedays", area=_AREA, permission=Permission.POLICY_EDIT, act=_set_quote_days,
        preview=_preview_quote_days, params=(Param("quote_days", WholeKind(most=MOST_DAYS)),),
        example="/quotedays 14",
    ),
    AdminCommand(
        name="terms", area=_AREA, permission=_EDIT, act=_set_terms, preview=_preview_terms,
        params=(
            Param("tier", TIER),
            Param("days", WholeKind(most=365)),
            Param("early", PercentKind(), is_optional=True),
            Param("early_days", WholeKind(most=365), is_optional=True),
        ),
        example="/terms gold 30 2% 10",
    ),
)  # fmt: skip
