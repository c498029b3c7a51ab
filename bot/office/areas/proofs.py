"""What the house wants of proofs of delivery: shown, and set."""

from __future__ import annotations

from bot.office.command import AdminCommand, Area, Args, Param
from bot.office.doors.screens import proof_policy_screen
from bot.office.kinds import ChoiceKind, Option, WholeKind
from bot.office.screens import change_line, done_screen
from bot.screen import Screen, lines
from bot.turn import Turn
from core.driving.types import ProofPolicy
from core.driving.use_cases.keep_house import SetProofPolicy, ShowProofPolicy
from core.i18n.phrases import Raw
from core.kernel.actor import Permission

_ON, _OFF = "codes", "none"


async def _show(turn: Turn, _args: Args) -> Screen:
    return proof_policy_screen(await turn.ask(ShowProofPolicy()), turn.say)


async def _choices(turn: Turn) -> tuple[Option, ...]:
    return (
        Option(_ON, turn.say("proofpolicy.codes")),
        Option(_OFF, turn.say("proofpolicy.no_codes")),
    )


async def _preview(turn: Turn, args: Args) -> str:
    before, say = await turn.ask(ShowProofPolicy()), turn.say
    after = ProofPolicy(args["far_metres"], args["door_codes"] == _ON)
    metres = [Raw(f"{say.number(one.far_m)} m") for one in (before, after)]
    return lines(
        say("preview.proofpolicy", change=Raw(change_line(say, *metres))),
        say("proofpolicy.codes" if after.has_codes else "proofpolicy.no_codes"),
    )


async def _set(turn: Turn, args: Args) -> Screen:
    await turn.execute(SetProofPolicy(args["far_metres"], args["door_codes"] == _ON))
    return done_screen(turn.say("done.proofpolicy"))


COMMANDS = (
    AdminCommand(
        name="proofs", area=Area.ROUTES, permission=Permission.ROUTE_EDIT, act=_show, example="/proofs"
    ),
    AdminCommand(
        name="proofs", verb="set", area=Area.ROUTES, permission=Permission.ROUTE_EDIT, act=_set,
        preview=_preview,
        params=(Param("far_metres", WholeKind()), Param("door_codes", ChoiceKind(_choices))),
        example="/proofs set 250 codes",
    ),
)  # fmt: skip
