"""What evidence stops are asked for; phones that are lost, and the photos that were on them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from bot.office.command import AdminCommand, Area, Args, Param
from bot.office.doors.evidence_screens import loss_lines, loss_screen, needs_text, rule_text, rules_screen
from bot.office.figures import TypedAmount
from bot.office.kinds import NAME_WORDS, AmountKind, ChoiceKind, CodeKind, DealerKind, Option, Reading
from bot.office.screens import done_screen
from bot.screen import Screen, lines
from bot.turn import Turn
from core.dealers.use_cases.find_dealers import ShowDealer
from core.dispatch.use_cases.keep_vans import ListVans
from core.driving.types import EvidenceRule, Need
from core.driving.use_cases.ask_evidence import ListEvidenceRules, SetEvidenceRule
from core.driving.use_cases.lose_phone import LetPhotosGo, ShowMissingPhotos, ShowPhoneLoss, SignOutPhones
from core.i18n.phrases import Raw, Say
from core.kernel.actor import Permission
from core.kernel.ids import PersonId
from core.kernel.money import Money

NONE = "-"


@dataclass(frozen=True, slots=True)
class NeedsKind:
    """Evidence by code or in the reader's words, in any order; "-" for nothing -> tuple of Need."""

    most_words: int = 8
    is_shaped: bool = False

    def fits(self, text: str) -> bool:
        return bool(text.strip())

    async def read(self, turn: Turn, text: str) -> Reading:
        found = _needs(text, turn.say)
        if found is None:
            return Reading(wrong="choice")
        return Reading(",".join(one.value for one in found) or NONE)

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        each = [Option(need.value, turn.say(f"need.{need.value}")) for need in Need]
        return (*each, Option(NONE, turn.say("evidence.nothing")))

    def load(self, value: str) -> tuple[Need, ...]:
        return () if value == NONE else tuple(Need(one) for one in value.split(","))


def _needs(text: str, say: Say) -> tuple[Need, ...] | None:
    if text.strip() == NONE:
        return ()
    names = {name: need for need in Need for name in (need.value, say(f"need.{need.value}").casefold())}
    found = {names.get(word) for word in re.split(r"[\s,，、]+", text.casefold().strip(" ,，、"))}
    return None if None in found or not found else tuple(need for need in Need if need in found)


async def _drivers(turn: Turn) -> tuple[Option, ...]:
    vans = await turn.ask(ListVans())
    drivers = {str(van.driver_id): van.driver for van in vans if van.driver_id is not None}
    return tuple(Option(person, name) for person, name in drivers.items())


async def _list(turn: Turn, _args: Args) -> Screen:
    rules = await turn.ask(ListEvidenceRules())
    return rules_screen(rules, turn.say)


async def _rule(turn: Turn, args: Args) -> EvidenceRule:
    """The rule that the arguments speak of."""
    least = None
    typed: TypedAmount | None = args.get("evidence_from")
    if typed is not None:
        least = Money.parse(str(typed.value), typed.currency or turn.core.settings.default_currency)
    dealer_id = args.get("dealer")
    name = "" if dealer_id is None else (await turn.ask(ShowDealer(dealer_id))).name
    return EvidenceRule(args["evidence"], dealer_id, least, args.get("goods_category"), name)


async def _preview(turn: Turn, args: Args) -> str:
    rule = await _rule(turn, args)
    return turn.say("preview.evidence", rule=Raw(rule_text(rule, turn.say)))


async def _set(turn: Turn, args: Args) -> Screen:
    rule = await _rule(turn, args)
    await turn.execute(SetEvidenceRule(rule))
    return done_screen(turn.say("done.evidence", needs=Raw(needs_text(rule.needs, turn.say))))


async def _preview_lost(turn: Turn, args: Args) -> str:
    loss = await turn.ask(ShowPhoneLoss(PersonId(UUID(args["van_driver"]))))
    return lines(turn.say("preview.phone_lost", loss.phones), *loss_lines(loss, turn.say))


async def _lost(turn: Turn, args: Args) -> Screen:
    return loss_screen(await turn.execute(SignOutPhones(PersonId(UUID(args["van_driver"])))), turn.say)


async def _preview_let_go(turn: Turn, args: Args) -> str:
    waiting = await turn.ask(ShowMissingPhotos(args["proof_of"]))
    number = ", ".join(waiting.orders) or args["proof_of"]
    return turn.say("preview.photos_let_go", waiting.left, dealer=waiting.dealer, number=number)


async def _let_go(turn: Turn, args: Args) -> Screen:
    gone = await turn.execute(LetPhotosGo(args["proof_of"]))
    return done_screen(turn.say("done.photos_let_go", gone))


def _asking(verb: str, example: str, *first: Param) -> AdminCommand:
    return AdminCommand(
        name="evidence", verb=verb, area=Area.ROUTES, permission=Permission.ROUTE_EDIT, act=_set,
        preview=_preview, params=(*first, Param("evidence", NeedsKind())), example=f"/evidence {example}",
    )  # fmt: skip


COMMANDS = (
    AdminCommand(
        name="evidence", area=Area.ROUTES, permission=Permission.ROUTE_EDIT, act=_list, example="/evidence"
    ),
    _asking("all", "all signature"),
    _asking("dealer", "dealer TechMart photo code", Param("dealer", DealerKind())),
    _asking("from", "from 5000 signature photo", Param("evidence_from", AmountKind())),
    _asking("goods", "goods electronics photo", Param("goods_category", CodeKind(most=200))),
    AdminCommand(
        name="phone", verb="lost", area=Area.ROUTES, permission=Permission.ROUTE_EDIT, act=_lost,
        preview=_preview_lost, params=(Param("van_driver", ChoiceKind(_drivers, most_words=NAME_WORDS)),),
        example="/phone lost Dan",
    ),
    AdminCommand(
        name="photos", verb="gone", area=Area.ROUTES, permission=Permission.ROUTE_EDIT, act=_let_go,
        preview=_preview_let_go, params=(Param("proof_of", CodeKind()),),
        example="/photos gone B2B-2025-7891",
    ),
)  # fmt: skip
