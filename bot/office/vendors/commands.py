"""/direct buys an order's goods from vendors; /vendor and /offer keep who they are and what they ask."""

from __future__ import annotations

from bot.office.areas.choices import WordKind
from bot.office.areas.fact_kinds import ClockKind, ZoneKind
from bot.office.command import AdminCommand, Area, Args, Param, Unfit
from bot.office.figures import TypedAmount
from bot.office.kinds import (
    AmountKind,
    ChoiceKind,
    CodeKind,
    Option,
    PhoneKind,
    ProductKind,
    TextKind,
    WholeKind,
)
from bot.office.screens import done_screen
from bot.screen import Screen
from bot.turn import Turn
from bot.vendor.screens import direct_text, vendors_screen
from core.kernel.actor import Permission
from core.kernel.money import UnitPrice
from core.vendors.types import Ships
from core.vendors.use_cases.keep_vendors import (
    AddVendorContact,
    ListVendors,
    SetOffer,
    SetVendor,
    SetVendorCutOff,
)
from core.vendors.use_cases.send_direct import PreviewDirect, SendDirect
from core.vendors.use_cases.show_purchases import ShowPurchase


async def _vendors(turn: Turn) -> tuple[Option, ...]:
    known = await turn.ask(ListVendors())
    return tuple(Option(one.code, f"{one.name} · {one.code}") for one in known)


async def _preview(turn: Turn, args: Args) -> str:
    return direct_text(await turn.ask(PreviewDirect(args["order_number"], args.get("vendor"))), turn.say)


async def _direct(turn: Turn, args: Args) -> Screen:
    plan = await turn.ask(PreviewDirect(args["order_number"], args.get("vendor")))
    made = await turn.execute(SendDirect(plan.order_id, args.get("vendor")))
    numbers = [(await turn.ask(ShowPurchase(one))).number for one in made]
    return done_screen(turn.say("done.direct", numbers=", ".join(numbers), number=plan.number))


async def _list(turn: Turn, _args: Args) -> Screen:
    found = await turn.ask(ListVendors())
    return vendors_screen(found, turn.say)


async def _add(turn: Turn, args: Args) -> Screen:
    await turn.execute(SetVendor(args["vendor_code"], args["vendor_name"]))
    return await _list(turn, args)


async def _cut_off(turn: Turn, args: Args) -> Screen:
    await turn.execute(SetVendorCutOff(args["vendor"], args["vendor_cut_off"], args.get("zone")))
    return await _list(turn, args)


async def _contact(turn: Turn, args: Args) -> Screen:
    await turn.execute(AddVendorContact(args["vendor"], args["person_name"], args["phone"]))
    return done_screen(turn.say("done.person", name=args["person_name"], phone=args["phone"]))


async def _offer(turn: Turn, args: Args) -> Screen:
    typed: TypedAmount = args["cost"]
    try:
        cost = UnitPrice.parse(str(typed.value), typed.currency or turn.core.settings.default_currency)
    except ValueError as error:
        raise Unfit("cost", wrong="amount") from error
    ships = Ships(args.get("ships", Ships.YES))
    await turn.execute(
        SetOffer(
            args["vendor"],
            args["product"],
            cost,
            lead_days=args.get("lead_days", 2),
            minimum=args.get("least", 1),
            ships=ships,
        )
    )
    return done_screen(turn.say("done.offer", vendor=args["vendor"], cost=cost))


_PERMISSION = Permission.VENDOR_EDIT
_VENDOR = ChoiceKind(_vendors, most_words=3)
_SHIPS = WordKind(tuple(Ships), lambda say, word: say(f"ships.{word}"))

COMMANDS = (
    AdminCommand(
        name="direct", area=Area.STOCK, permission=_PERMISSION, act=_direct, preview=_preview,
        params=(Param("order_number", CodeKind()), Param("vendor", _VENDOR, is_optional=True)),
        example="/direct 7891 PUMPWORKS",
    ),
    AdminCommand(name="vendors", area=Area.STOCK, permission=_PERMISSION, act=_list),
    AdminCommand(
        name="vendor", verb="add", area=Area.STOCK, permission=_PERMISSION, act=_add,
        params=(Param("vendor_code", CodeKind()), Param("vendor_name", TextKind(most_words=8, most=160))),
        example="/vendor add PUMPWORKS Pumpworks Ltd",
    ),
    AdminCommand(
        name="vendor", verb="cutoff", area=Area.STOCK, permission=_PERMISSION, act=_cut_off,
        params=(
            Param("vendor", ChoiceKind(_vendors)),
            Param("vendor_cut_off", ClockKind()),
            Param("zone", ZoneKind(), is_optional=True),
        ),
        example="/vendor cutoff PUMPWORKS 15:00 America/New_York",
    ),
    AdminCommand(
        name="vendor", verb="contact", area=Area.STOCK, permission=_PERMISSION, act=_contact,
        params=(
            Param("vendor", ChoiceKind(_vendors)),
            Param("phone", PhoneKind()),
            Param("person_name", TextKind(most_words=4, most=120)),
        ),
        example="/vendor contact PUMPWORKS +12135550111 Vera",
    ),
    AdminCommand(
        name="offer", area=Area.STOCK, permission=_PERMISSION, act=_offer,
        params=(
            Param("vendor", ChoiceKind(_vendors)),
            Param("product", ProductKind()),
            Param("cost", AmountKind(digits=6)),
            Param("lead_days", WholeKind(most=365), is_optional=True),
            Param("least", WholeKind(), is_optional=True),
            Param("ships", _SHIPS, is_optional=True),
        ),
        example="/offer PUMPWORKS PUMP 220.00 3 10 yes",
    ),
)  # fmt: skip
