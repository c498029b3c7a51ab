"""Which goods are protected when their price falls, and for how long: shown, and set."""

from __future__ import annotations

from bot.office.command import AdminCommand, Area, Args, Param
from bot.office.kinds import Option, Reading, WholeKind
from bot.office.screens import change_line, done_screen
from bot.screen import Screen, clip, lines
from bot.turn import Turn
from core.i18n.phrases import Raw, Say
from core.kernel.actor import Permission
from core.protection.types import PolicyScope, ProtectionPolicy
from core.protection.use_cases.set_protection_policy import SetProtectionPolicy, ShowProtectionPolicy

_ALL = "all"


class ProtectedKind:
    """ "all", "brand:Apple" or "vendor:ACME" -> (PolicyScope, value)."""

    most_words = 6
    is_shaped = False

    def fits(self, text: str) -> bool:
        return _read(text) is not None

    async def read(self, turn: Turn, text: str) -> Reading:
        found = _read(text)
        return Reading(wrong="protected") if found is None else Reading(f"{found[0]}|{found[1]}")

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return (Option(f"{_ALL}|", turn.say("protectionpolicy.all")),)

    def load(self, value: str) -> tuple[PolicyScope, str]:
        scope, _, what = value.partition("|")
        return PolicyScope(scope), what


def _read(text: str) -> tuple[PolicyScope, str] | None:
    typed = text.strip()
    if typed.casefold() == _ALL:
        return PolicyScope.ALL, ""
    word, sign, what = typed.partition(":")
    scope = {"brand": PolicyScope.BRAND, "vendor": PolicyScope.VENDOR}.get(word.strip().casefold())
    return (scope, what.strip()) if scope is not None and sign and what.strip() else None


def policies_screen(policies: tuple[ProtectionPolicy, ...], say: Say) -> Screen:
    """What holds now, the narrowest first."""
    if not policies:
        return Screen(say("protectionpolicy.none"))
    return Screen(lines(say("protectionpolicy.title"), *(f"• {_words(one, say)}" for one in policies)))


def _what(policy: ProtectionPolicy, say: Say) -> str:
    match policy.scope:
        case PolicyScope.BRAND:
            return say("protectionpolicy.brand", name=clip(policy.value, 60))
        case PolicyScope.VENDOR:
            return say("protectionpolicy.vendor", code=clip(policy.value, 60))
    return say("protectionpolicy.all")


def _words(policy: ProtectionPolicy, say: Say) -> str:
    if not policy.days:
        return say("protectionpolicy.off", what=Raw(_what(policy, say)))
    return say("protectionpolicy.line", policy.days, what=Raw(_what(policy, say)), open=policy.open_days)


async def _show(turn: Turn, args: Args) -> Screen:
    return policies_screen(await turn.ask(ShowProtectionPolicy()), turn.say)


def _wanted(args: Args) -> ProtectionPolicy:
    scope, value = args["protected"]
    return ProtectionPolicy(scope, value, args["protection_days"], args["claim_days"])


async def _preview(turn: Turn, args: Args) -> str:
    after, say = _wanted(args), turn.say
    before = ProtectionPolicy(after.scope, after.value, 0, 0)
    for one in await turn.ask(ShowProtectionPolicy()):
        if (one.scope, one.value.casefold()) == (after.scope, after.value.casefold()):
            before = one
    days = [Raw(say("returnpolicy.days", one)) for one in (before.days, after.days)]
    to_claim = [Raw(say("returnpolicy.days", one)) for one in (before.open_days, after.open_days)]
    return lines(
        say("preview.protectionpolicy", what=Raw(_what(after, say))),
        say("preview.protectionpolicy_days", change=Raw(change_line(say, *days))),
        say("preview.protectionpolicy_open", change=Raw(change_line(say, *to_claim))),
        say("preview.protectionpolicy_past"),
    )


async def _set(turn: Turn, args: Args) -> Screen:
    await turn.execute(SetProtectionPolicy(_wanted(args)))
    return done_screen(turn.say("done.protectionpolicy"))


COMMANDS = (
    AdminCommand(
        name="protectionpolicy", area=Area.MONEY, permission=Permission.POLICY_EDIT, act=_show,
        example="/protectionpolicy",
    ),
    AdminCommand(
        name="protectionpolicy", verb="set", area=Area.MONEY, permission=Permission.POLICY_EDIT, act=_set,
        preview=_preview,
        params=(
            Param("protected", ProtectedKind()), Param("protection_days", WholeKind()),
            Param("claim_days", WholeKind()),
        ),
        example="/protectionpolicy set brand:Apple 30 14",
    ),
)  # fmt: skip
