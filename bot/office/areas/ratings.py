"""How often people are asked how a delivery was: shown, and set."""

from __future__ import annotations

from bot.office.command import AdminCommand, Area, Args, Param
from bot.office.kinds import WholeKind
from bot.office.screens import done_screen
from bot.screen import Screen
from bot.turn import Turn
from core.feedback.types import FeedbackPolicy
from core.feedback.use_cases.set_policy import MOST_DAYS, SetFeedbackPolicy, ShowFeedbackPolicy
from core.kernel.actor import Permission


async def _show(turn: Turn, _args: Args) -> Screen:
    policy = await turn.ask(ShowFeedbackPolicy())
    return Screen(turn.say("ratings.policy", policy.ask_days))


async def _set(turn: Turn, args: Args) -> Screen:
    await turn.execute(SetFeedbackPolicy(FeedbackPolicy(args["ask_days"])))
    return done_screen(turn.say("ratings.policy", args["ask_days"]))


COMMANDS = (
    AdminCommand(
        name="ratings", area=Area.DEALERS, permission=Permission.BROADCAST, act=_show, example="/ratings"
    ),
    AdminCommand(
        name="ratings", verb="set", area=Area.DEALERS, permission=Permission.BROADCAST, act=_set,
        params=(Param("ask_days", WholeKind(most=MOST_DAYS)),), example="/ratings set 7",
    ),
)  # fmt: skip
