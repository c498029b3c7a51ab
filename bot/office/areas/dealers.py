"""Dealers and people: look up, take in, hand over, invite, block."""

from __future__ import annotations

from bot.joining.callbacks import INVITE
from bot.office.areas.choices import DEALER_ROLE, NEW_REGION, STAFF_ROLE, TIER
from bot.office.areas.dealer_screens import PAGE, dealer_card_screen, dealers_screen
from bot.office.areas.fact_kinds import CurrencyKind, ZoneKind
from bot.office.command import AdminCommand, Area, Args, Param
from bot.office.kinds import CodeKind, DealerKind, PersonKind, PhoneKind, StaffKind, TextKind
from bot.office.screens import change_line, done_screen
from bot.screen import Screen, lines
from bot.turn import Turn
from core.credit.use_cases.show_dealer_credit import ShowDealerCredit
from core.dealers.use_cases.add_person import AddPerson
from core.dealers.use_cases.block_person import BlockPerson
from core.dealers.use_cases.change_dealer import AssignRep, SetDealerActive
from core.dealers.use_cases.create_invite import CreateInvite
from core.dealers.use_cases.find_dealers import FindPeople, ListDealers, ListReps, ShowDealer
from core.kernel.actor import Permission, Role
from core.pricing.use_cases.create_dealer import CreateDealer

_DEALER = Param("dealer", DealerKind())


async def show_card(turn: Turn, args: Args) -> Screen:
    card = await turn.ask(ShowDealer(args["dealer"]))
    credit = await turn.ask(ShowDealerCredit(args["dealer"]))
    return dealer_card_screen(card, turn.actor, turn.say, credit=credit)


async def _list(turn: Turn, args: Args) -> Screen:
    text = args.get("search", "")
    found = await turn.ask(ListDealers(PAGE + 1, text=text))
    return dealers_screen(found[: PAGE if text else None], 0, turn.say)


async def _preview_new(turn: Turn, args: Args) -> str:
    return turn.say(
        "preview.new_dealer",
        name=args["dealer_name"],
        code=args["dealer_code"],
        tier=args["tier"],
        region=args["region"],
        currency=args.get("currency", turn.core.settings.default_currency),
        zone=args.get("zone", turn.core.settings.default_zone),
    )


async def _create(turn: Turn, args: Args) -> Screen:
    command = CreateDealer(
        args["dealer_code"],
        args["dealer_name"],
        args["tier"],
        args["region"],
        args.get("currency"),
        args.get("zone"),
    )
    dealer_id = await turn.execute(command)
    return await show_card(turn, {"dealer": dealer_id})


async def _preview_rep(turn: Turn, args: Args) -> str:
    card = await turn.ask(ShowDealer(args["dealer"]))
    name = next((one.name for one in await turn.ask(ListReps()) if one.id == args["rep"]), None)
    return lines(turn.say("preview.rep", dealer=card.name), change_line(turn.say, card.rep_name, name))


async def _assign_rep(turn: Turn, args: Args) -> Screen:
    await turn.execute(AssignRep(args["dealer"], args["rep"]))
    card = await turn.ask(ShowDealer(args["dealer"]))
    return done_screen(turn.say("done.rep", dealer=card.name, rep=card.rep_name or ""))


async def _preview_close(turn: Turn, args: Args) -> str:
    card = await turn.ask(ShowDealer(args["dealer"]))
    return turn.say("preview.close", len(card.people), dealer=card.name)


async def _close(turn: Turn, args: Args) -> Screen:
    await turn.execute(SetDealerActive(args["dealer"], False))
    return await show_card(turn, args)


async def _reopen(turn: Turn, args: Args) -> Screen:
    await turn.execute(SetDealerActive(args["dealer"], True))
    return await show_card(turn, args)


async def _invite(turn: Turn, args: Args) -> Screen:
    invite = await turn.execute(CreateInvite(args["person"]))
    me = await turn.bot.me()
    link = f"https://t.me/{me.username}?start={INVITE}{invite.token}"
    return Screen(turn.say("office.invited", link=link, until=invite.expires_at))


async def _add_to_dealer(turn: Turn, args: Args) -> Screen:
    role = Role(args["dealer_role"])
    await turn.execute(AddPerson(args["person_name"], args["phone"], role, args["dealer"]))
    return await _added(turn, args)


async def _preview_staff(turn: Turn, args: Args) -> str:
    return turn.say(
        "preview.staff",
        name=args["person_name"],
        phone=args["phone"],
        role=turn.say(f"role.{args['staff_role']}"),
    )


async def _add_staff(turn: Turn, args: Args) -> Screen:
    await turn.execute(AddPerson(args["person_name"], args["phone"], Role(args["staff_role"])))
    return await _added(turn, args)


async def _added(turn: Turn, args: Args) -> Screen:
    return done_screen(turn.say("done.person", name=args["person_name"], phone=args["phone"]))


async def _preview_block(turn: Turn, args: Args) -> str:
    (found, *_) = await turn.ask(FindPeople(args["person"]))
    return turn.say("preview.block", name=found.person.name, phone=args["person"])


async def _block(turn: Turn, args: Args) -> Screen:
    await turn.execute(BlockPerson(args["person"], True))
    return Screen(turn.say("office.blocked", phone=args["person"]))


async def _unblock(turn: Turn, args: Args) -> Screen:
    await turn.execute(BlockPerson(args["person"], False))
    return Screen(turn.say("office.unblocked", phone=args["person"]))


_PERSON = Param("person", PersonKind())
_NAME = Param("person_name", TextKind(most_words=4, most=120))
_PHONE = Param("phone", PhoneKind())
_AREA = Area.DEALERS

COMMANDS = (
    AdminCommand(
        name="dealer", short="d", area=_AREA, permission=Permission.DEALERS_READ, act=show_card,
        params=(_DEALER,), example="/dealer techmart",
    ),
    AdminCommand(
        name="dealers", area=_AREA, permission=Permission.DEALERS_READ, act=_list,
        params=(Param("search", TextKind(), is_optional=True),), example="/dealers tech",
    ),
    AdminCommand(
        name="newdealer", area=_AREA, permission=Permission.DEALER_EDIT, act=_create, preview=_preview_new,
        params=(
            Param("dealer_code", CodeKind()),
            Param("dealer_name", TextKind(most_words=8, most=160)),
            Param("tier", TIER),
            Param("region", NEW_REGION),
            Param("currency", CurrencyKind(), is_optional=True),
            Param("zone", ZoneKind(), is_optional=True),
        ),
        example='/newdealer NORTH-1 "North Market" silver west USD America/Los_Angeles',
    ),
    AdminCommand(
        name="rep", area=_AREA, permission=Permission.DEALER_EDIT, act=_assign_rep, preview=_preview_rep,
        params=(_DEALER, Param("rep", StaffKind(most_words=3))), example="/rep techmart Rita",
    ),
    AdminCommand(
        name="dealer", verb="close", area=_AREA, permission=Permission.DEALER_EDIT, act=_close,
        preview=_preview_close, params=(_DEALER,), example="/dealer close techmart",
    ),
    AdminCommand(
        name="dealer", verb="open", area=_AREA, permission=Permission.DEALER_EDIT, act=_reopen,
        params=(_DEALER,), example="/dealer open techmart",
    ),
    AdminCommand(
        name="person", area=_AREA, permission=Permission.DEALER_EDIT, act=_add_to_dealer,
        params=(_DEALER, Param("dealer_role", DEALER_ROLE), _PHONE, _NAME),
        example="/person techmart buyer +12135550101 Ada",
    ),
    AdminCommand(
        name="person", verb="house", area=_AREA, permission=Permission.DEALER_EDIT, act=_add_staff,
        preview=_preview_staff, params=(Param("staff_role", STAFF_ROLE), _PHONE, _NAME),
        example="/person house rep +12135550102 Rita",
    ),
    AdminCommand(
        name="invite", short="i", area=_AREA, permission=Permission.INVITE_CREATE, act=_invite,
        params=(_PERSON,), example="/invite +12135550101",
    ),
    AdminCommand(
        name="block", area=_AREA, permission=Permission.DEALER_EDIT, act=_block, preview=_preview_block,
        params=(_PERSON,), example="/block +12135550101",
    ),
    AdminCommand(
        name="unblock", area=_AREA, permission=Permission.DEALER_EDIT, act=_unblock,
        params=(_PERSON,), example="/unblock +12135550101",
    ),
)  # fmt: skip
