"""/tiers, /tier, /band."""

from __future__ import annotations

from dataclasses import dataclass

from bot.office.areas.choices import TIER
from bot.office.areas.price_kinds import TargetKind
from bot.office.command import AdminCommand, Area, Args, Param
from bot.office.kinds import AmountKind, DealerKind, Option, PercentKind, Reading, TextKind, WholeKind
from bot.office.screens import change_line, done_screen
from bot.office.tiers.screens import (
    band_preview,
    bands_screen,
    move_screen,
    moves_screen,
    review_screen,
    tiers_screen,
)
from bot.screen import Screen, lines
from bot.turn import Turn
from core.channel.use_cases.move_tier import ListTierMoves, RequestTierMove, ShowTierMove
from core.channel.use_cases.review_tiers import PreviewTiers
from core.channel.use_cases.set_tier_rules import (
    MOST_DAYS,
    SetTierNotice,
    SetTierThreshold,
    ShowTierRules,
)
from core.dealers.use_cases.find_dealers import ShowDealer
from core.i18n.phrases import Raw
from core.kernel.actor import Permission
from core.kernel.money import Money
from core.pricing.use_cases.set_band import EVERYTHING, ListBands, PreviewBand, SetBand


async def tier_names(turn: Turn) -> dict[str, str]:
    """Names of all tiers by code."""
    return {one.code: one.name for one in (await turn.ask(ShowTierRules())).steps}


async def _rules(turn: Turn, args: Args) -> Screen:
    return tiers_screen(await turn.ask(ShowTierRules()), turn.say)


async def _review(turn: Turn, args: Args) -> Screen:
    return review_screen(await turn.ask(PreviewTiers()), await tier_names(turn), turn.say)


async def _threshold(turn: Turn, args: Args) -> tuple[str, Money | None, Money | None]:
    """The tier's name, its threshold now, and the one that was typed."""
    step = next(one for one in (await turn.ask(ShowTierRules())).steps if one.code == args["tier"])
    typed = args.get("amount")
    after = None if typed is None else Money.parse(str(typed.value), typed.currency or step.currency)
    return step.name, step.threshold, after


async def _preview_threshold(turn: Turn, args: Args) -> str:
    name, before, after = await _threshold(turn, args)
    return lines(turn.say("preview.threshold", tier=name), change_line(turn.say, before, after))


async def _set_threshold(turn: Turn, args: Args) -> Screen:
    _, _, after = await _threshold(turn, args)
    await turn.execute(SetTierThreshold(args["tier"], after))
    return tiers_screen(await turn.ask(ShowTierRules()), turn.say)


async def _set_notice(turn: Turn, args: Args) -> Screen:
    await turn.execute(SetTierNotice(args["days"]))
    return tiers_screen(await turn.ask(ShowTierRules()), turn.say)


async def _moves(turn: Turn, args: Args) -> Screen:
    found = await turn.ask(ListTierMoves(args.get("dealer")))
    return moves_screen(found, await tier_names(turn), turn.say)


async def _preview_move(turn: Turn, args: Args) -> str:
    card, names = await turn.ask(ShowDealer(args["dealer"])), await tier_names(turn)
    return lines(
        turn.say("preview.tier", dealer=card.name),
        change_line(turn.say, names.get(card.tier, card.tier), names.get(args["tier"], args["tier"])),
        turn.say("tiers.why", reason=args["reason"]),
        turn.say("preview.tier_asks"),
    )


async def _move(turn: Turn, args: Args) -> Screen:
    move_id = await turn.execute(RequestTierMove(args["dealer"], args["tier"], args["reason"]))
    return move_screen(await turn.ask(ShowTierMove(move_id)), await tier_names(turn), turn.say)


@dataclass(frozen=True, slots=True)
class BandTargetKind(TargetKind):
    """ "all", or what a rate can be on -> (scope, value)."""

    async def read(self, turn: Turn, text: str) -> Reading:
        if text.strip().casefold() == EVERYTHING:
            return Reading(f"{EVERYTHING}|")
        return await TargetKind.read(self, turn, text)

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return (Option(f"{EVERYTHING}|", turn.say("band.everything")),)


async def _bands(turn: Turn, args: Args) -> Screen:
    bands = await turn.ask(ListBands())
    return bands_screen(bands, turn.say)


async def _preview_band(turn: Turn, args: Args) -> str:
    scope, value = args["band_target"]
    query = PreviewBand(scope, value, args.get("below"), args.get("above"))
    return band_preview(await turn.ask(query), turn.say)


async def _set_band(turn: Turn, args: Args) -> Screen:
    scope, value = args["band_target"]
    change = await turn.execute(SetBand(scope, value, args.get("below"), args.get("above")))
    return done_screen(turn.say("done.band", change=Raw(band_preview(change, turn.say))))


_EDIT, _TIER, _BAND = Permission.DEALER_EDIT, Param("tier", TIER), Param("band_target", BandTargetKind())

COMMANDS = (
    AdminCommand(name="tiers", area=Area.DEALERS, permission=Permission.DEALERS_READ, act=_rules),
    AdminCommand(name="tiers", verb="review", area=Area.DEALERS, permission=_EDIT, act=_review),
    AdminCommand(
        name="tiers", verb="from", area=Area.DEALERS, permission=_EDIT, act=_set_threshold,
        preview=_preview_threshold, params=(_TIER, Param("amount", AmountKind())),
        example="/tiers from gold 200000",
    ),
    AdminCommand(
        name="tiers", verb="byhand", area=Area.DEALERS, permission=_EDIT, act=_set_threshold,
        preview=_preview_threshold, params=(_TIER,), example="/tiers byhand platinum",
    ),
    AdminCommand(
        name="tiers", verb="notice", area=Area.DEALERS, permission=_EDIT, act=_set_notice,
        params=(Param("days", WholeKind(most=MOST_DAYS)),), example="/tiers notice 60",
    ),
    AdminCommand(
        name="tiers", verb="moves", area=Area.DEALERS, permission=_EDIT, act=_moves,
        params=(Param("dealer", DealerKind(), is_optional=True),), example="/tiers moves techmart",
    ),
    AdminCommand(
        name="tier", area=Area.DEALERS, permission=_EDIT, act=_move, preview=_preview_move,
        params=(Param("dealer", DealerKind()), _TIER, Param("reason", TextKind())),
        example="/tier techmart gold new flagship store",
    ),
    AdminCommand(name="bands", area=Area.PRICES, permission=Permission.PRICE_EDIT, act=_bands),
    AdminCommand(
        name="band", area=Area.PRICES, permission=Permission.PRICE_EDIT, act=_set_band, preview=_preview_band,
        params=(_BAND, Param("below", PercentKind()), Param("above", PercentKind())),
        example="/band category:grocery/drinks 5% 8%",
    ),
    AdminCommand(
        name="band", verb="drop", area=Area.PRICES, permission=Permission.PRICE_EDIT, act=_set_band,
        preview=_preview_band, params=(_BAND,), example="/band drop category:grocery/drinks",
    ),
)  # fmt: skip
