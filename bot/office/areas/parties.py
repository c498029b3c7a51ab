"""How the house signs its documents and where it takes its money; how its dealers are addressed."""

from __future__ import annotations

from bot.office.areas.choices import WordKind
from bot.office.areas.party_fields import PARTY_FIELDS, SELLER_FIELDS, set_party_field, set_seller_field
from bot.office.areas.party_screens import (
    field_name,
    party_preview,
    party_screen,
    seller_preview,
    seller_screen,
)
from bot.office.command import AdminCommand, Area, Args, Param
from bot.office.kinds import DealerKind, TextKind
from bot.office.screens import done_screen
from bot.screen import Screen
from bot.turn import Turn
from core.billing.types import Party, Seller
from core.billing.use_cases.set_parties import SetBillingParty, SetSeller, ShowBillingParty, ShowSeller
from core.kernel.actor import Permission


async def _seller(turn: Turn, args: Args) -> Screen:
    return seller_screen(await turn.ask(ShowSeller()), turn.say)


async def _seller_change(turn: Turn, args: Args) -> tuple[Seller, Seller]:
    before = await turn.ask(ShowSeller())
    return before, set_seller_field(before, args["paper_field"], args["paper_value"])


async def _preview_seller(turn: Turn, args: Args) -> str:
    before, after = await _seller_change(turn, args)
    return seller_preview(before, after, args["paper_field"], turn.say)


async def _set_seller(turn: Turn, args: Args) -> Screen:
    _, after = await _seller_change(turn, args)
    await turn.execute(SetSeller(after))
    return done_screen(turn.say("done.seller"))


async def _party(turn: Turn, args: Args) -> Screen:
    return party_screen(await turn.ask(ShowBillingParty(args["dealer"])), turn.say)


async def _party_change(turn: Turn, args: Args) -> tuple[Party, Party]:
    before = await turn.ask(ShowBillingParty(args["dealer"]))
    return before, set_party_field(before, args["party_field"], args["paper_value"])


async def _preview_party(turn: Turn, args: Args) -> str:
    before, after = await _party_change(turn, args)
    return party_preview(before, after, args["party_field"], turn.say)


async def _set_party(turn: Turn, args: Args) -> Screen:
    before, after = await _party_change(turn, args)
    await turn.execute(SetBillingParty(args["dealer"], after))
    return done_screen(turn.say("done.party", dealer=before.name))


_POLICY, _BILLING = Permission.POLICY_EDIT, Permission.BILLING_EDIT
_DEALER, _VALUE = Param("dealer", DealerKind()), Param("paper_value", TextKind(most=120), leans=True)

COMMANDS = (
    AdminCommand(name="seller", area=Area.HOUSE, permission=_POLICY, act=_seller, example="/seller"),
    AdminCommand(
        name="seller", verb="set", area=Area.HOUSE, permission=_POLICY, act=_set_seller,
        preview=_preview_seller, params=(Param("paper_field", WordKind(SELLER_FIELDS, field_name)), _VALUE),
        example="/seller set city Los Angeles",
    ),
    AdminCommand(
        name="party", area=Area.MONEY, permission=_BILLING, act=_party, params=(_DEALER,),
        example="/party techmart",
    ),
    AdminCommand(
        name="party", verb="set", area=Area.MONEY, permission=_BILLING, act=_set_party,
        preview=_preview_party,
        params=(_DEALER, Param("party_field", WordKind(PARTY_FIELDS, field_name)), _VALUE),
        example="/party set techmart email accounts@techmart.example",
    ),
)  # fmt: skip
