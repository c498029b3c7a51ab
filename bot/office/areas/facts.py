"""What is noted of dealers and people, put right: names, languages, zones, regions, roles, who is above."""

from __future__ import annotations

from bot.office.areas.choices import ANY_ROLE, NEW_REGION, WordKind
from bot.office.areas.dealers import show_card
from bot.office.areas.fact_kinds import NONE, ParentKind, read_fact
from bot.office.command import AdminCommand, Area, Args, Param
from bot.office.kinds import DealerKind, PersonKind, StaffKind, TextKind
from bot.office.screens import change_line, done_screen
from bot.screen import Screen, lines
from bot.turn import Turn
from core.approvals.use_cases.set_deputy import ListStandIns, SetApproverRegion
from core.dealers.use_cases.change_dealer import ChangeDealer, DealerField, SetParent
from core.dealers.use_cases.change_person import ChangePerson, PersonField, SetPersonRole, ShowPerson
from core.dealers.use_cases.find_dealers import ShowDealer
from core.i18n.phrases import Raw, Say
from core.kernel.actor import Permission, Role


def _fact_name(say: Say, field: str) -> str:
    return say(f"fact.{field}")


def _preview(turn: Turn, args: Args, name: str, before: str | None) -> str:
    field = args["fact"]
    about = turn.say("preview.fact", name=name, fact=Raw(_fact_name(turn.say, field)))
    return lines(about, change_line(turn.say, before, read_fact(field, args["fact_value"])))


async def _preview_dealer(turn: Turn, args: Args) -> str:
    card = await turn.ask(ShowDealer(args["dealer"]))
    return _preview(turn, args, card.name, getattr(card, args["fact"]))


async def _change_dealer(turn: Turn, args: Args) -> Screen:
    value = read_fact(args["fact"], args["fact_value"])
    await turn.execute(ChangeDealer(args["dealer"], DealerField(args["fact"]), value))
    return await show_card(turn, args)


async def _preview_parent(turn: Turn, args: Args) -> str:
    card = await turn.ask(ShowDealer(args["dealer"]))
    name = None
    if args["parent"] is not None:
        name = (await turn.ask(ShowDealer(args["parent"]))).name
    about = turn.say("preview.parent", dealer=card.name)
    return lines(about, change_line(turn.say, card.parent_name, name))


async def _set_parent(turn: Turn, args: Args) -> Screen:
    await turn.execute(SetParent(args["dealer"], args["parent"]))
    return await show_card(turn, args)


async def _preview_person(turn: Turn, args: Args) -> str:
    person = await turn.ask(ShowPerson(args["person"]))
    return _preview(turn, args, person.name, getattr(person, args["fact"]))


async def _change_person(turn: Turn, args: Args) -> Screen:
    value = read_fact(args["fact"], args["fact_value"])
    await turn.execute(ChangePerson(args["person"], PersonField(args["fact"]), value))
    return done_screen(turn.say("done.fact", name=(await turn.ask(ShowPerson(args["person"]))).name))


async def _preview_role(turn: Turn, args: Args) -> str:
    person = await turn.ask(ShowPerson(args["person"]))
    roles = [
        None if role is None else Raw(turn.say(f"role.{role}")) for role in (person.role, Role(args["role"]))
    ]
    return lines(turn.say("preview.role", name=person.name), change_line(turn.say, *roles))


async def _set_role(turn: Turn, args: Args) -> Screen:
    await turn.execute(SetPersonRole(args["person"], Role(args["role"])))
    person = await turn.ask(ShowPerson(args["person"]))
    return done_screen(turn.say("done.role", name=person.name, role=Raw(turn.say(f"role.{args['role']}"))))


async def _preview_region(turn: Turn, args: Args) -> str:
    known = {one.person_id: one for one in await turn.ask(ListStandIns())}
    person = known.get(args["staff"])
    about = turn.say("preview.approver_region", name=person.name if person else "—")
    return lines(about, change_line(turn.say, person.region if person else None, _region(args)))


def _region(args: Args) -> str | None:
    region: str = args["region"]
    return None if region == NONE else region


async def _set_region(turn: Turn, args: Args) -> Screen:
    await turn.execute(SetApproverRegion(args["staff"], _region(args)))
    key = "done.every_region" if _region(args) is None else "done.approver_region"
    return done_screen(turn.say(key, region=_region(args) or ""))


_AREA, _EDIT = Area.DEALERS, Permission.DEALER_EDIT
_DEALER, _PERSON = Param("dealer", DealerKind()), Param("person", PersonKind())
_VALUE = Param("fact_value", TextKind(most=160), leans=True)

COMMANDS = (
    AdminCommand(
        name="dealer", verb="set", area=_AREA, permission=_EDIT, act=_change_dealer, preview=_preview_dealer,
        params=(_DEALER, Param("fact", WordKind(tuple(DealerField), _fact_name)), _VALUE),
        example="/dealer set techmart zone Los Angeles",
    ),
    AdminCommand(
        name="dealer", verb="parent", area=_AREA, permission=_EDIT, act=_set_parent, preview=_preview_parent,
        params=(_DEALER, Param("parent", ParentKind())), example="/dealer parent CORNER-STORE TECHMART-CORP",
    ),
    AdminCommand(
        name="person", verb="set", area=_AREA, permission=_EDIT, act=_change_person, preview=_preview_person,
        params=(_PERSON, Param("fact", WordKind(tuple(PersonField), _fact_name)), _VALUE),
        example="/person set Rita language Türkçe",
    ),
    AdminCommand(
        name="person", verb="role", area=_AREA, permission=_EDIT, act=_set_role, preview=_preview_role,
        params=(_PERSON, Param("role", ANY_ROLE)), example="/person role Rita manager",
    ),
    AdminCommand(
        name="person", verb="region", area=_AREA, permission=Permission.POLICY_EDIT, act=_set_region,
        preview=_preview_region,
        params=(Param("staff", StaffKind(most_words=3)), Param("region", NEW_REGION)),
        example="/person region Rita west",
    ),
)  # fmt: skip
