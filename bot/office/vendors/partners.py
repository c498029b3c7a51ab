"""/partners shows what dealers give up; /partnerpolicy says how the house has goods from them."""

from __future__ import annotations

from bot.dealer.partners.screens import partners_screen
from bot.office.areas.choices import WordKind
from bot.office.command import AdminCommand, Area, Args, Param, Unfit
from bot.office.figures import TypedAmount
from bot.office.kinds import AmountKind, WholeKind
from bot.office.screens import change_line, done_screen
from bot.screen import Screen, lines
from bot.turn import Turn
from core.i18n.phrases import Raw, Say
from core.kernel.actor import Permission
from core.kernel.money import Money
from core.vendors.partner_types import PartnerPolicy
from core.vendors.use_cases.keep_partners import SetPartnerPolicy, ShowPartnerPolicy
from core.vendors.use_cases.offer_goods import ListPartnerOffers

_YES, _NO = "yes", "no"
_MOST_MINUTES = 10_080


async def _list(turn: Turn, _args: Args) -> Screen:
    found = await turn.ask(ListPartnerOffers())
    return partners_screen(found, turn.say)


def _policy(turn: Turn, args: Args) -> PartnerPolicy:
    typed: TypedAmount = args["fetch_cost"]
    try:
        fetch = Money.parse(str(typed.value), typed.currency or turn.core.settings.default_currency)
    except ValueError as error:
        raise Unfit("fetch_cost", wrong="amount") from error
    return PartnerPolicy(
        fetch,
        args["answer_minutes"],
        args["lead_days"],
        args["across_regions"] == _YES,
        args["partner_sends"] == _YES,
    )


def _text(policy: PartnerPolicy, say: Say) -> str:
    return say(
        "partner.policy",
        minutes=policy.answer_minutes,
        days=policy.lead_days,
        fetch=policy.fetch,
        regions=Raw(say("partner.yes" if policy.across_regions else "partner.no")),
        sends=Raw(say("partner.yes" if policy.sends else "partner.no")),
    )


async def _preview(turn: Turn, args: Args) -> str:
    before = await turn.ask(ShowPartnerPolicy())
    say = turn.say
    return lines(
        say("partner.policy_title"),
        change_line(say, Raw(_text(before, say)), Raw(_text(_policy(turn, args), say))),
    )


async def _set(turn: Turn, args: Args) -> Screen:
    policy = _policy(turn, args)
    await turn.execute(SetPartnerPolicy(policy))
    return done_screen(_text(policy, turn.say))


_FLAG = WordKind((_YES, _NO), lambda say, word: say("partner.yes" if word == _YES else "partner.no"))

COMMANDS = (
    AdminCommand(name="partners", area=Area.STOCK, permission=Permission.DEALERS_READ, act=_list),
    AdminCommand(
        name="partnerpolicy", area=Area.STOCK, permission=Permission.VENDOR_EDIT, act=_set, preview=_preview,
        params=(
            Param("answer_minutes", WholeKind(most=_MOST_MINUTES)),
            Param("lead_days", WholeKind(most=60)),
            Param("fetch_cost", AmountKind()),
            Param("across_regions", _FLAG),
            Param("partner_sends", _FLAG),
        ),
        example="/partnerpolicy 240 2 12.00 no no",
    ),
)  # fmt: skip
