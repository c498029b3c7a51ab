"""Words that several screens about approvals share. Pure."""

from __future__ import annotations

from bot.screen import escape, listed
from bot.staff.approvals.callbacks import REASONS, TIER_REASONS
from core.approvals.types import TIME_OVER, Approval, Names, StepState
from core.billing.types import Ageing
from core.i18n.phrases import Raw, Say

_AGES = ("🟩", "🟨", "🟧", "🟥", "⬛")
BAR = 10
RELEASES = ("payment", "limit", "fits")


def reason_text(reason: str, say: Say) -> str:
    """A reason from the list in words, or why credit set something free; a typed one as typed."""
    if reason in RELEASES:
        return say(f"release.{reason}")
    return say(f"decline.{reason}") if reason in (*REASONS, *TIER_REASONS, TIME_OVER) else escape(reason)


def step_words(approval: Approval, names: Names, say: Say) -> list[str]:
    """Who has agreed, who is asked at present and until when, and who comes after."""

    def people(state: StepState) -> str:
        asked = [person for step in approval.steps if step.state is state for person in step.people]
        return listed([names[one] for one in dict.fromkeys(asked) if one in names], 6)

    agreed = [one.decided_by for one in approval.steps if one.state is StepState.PASSED and one.decided_by]
    yes = listed([names[one] for one in dict.fromkeys(agreed) if one in names], 6)
    now, later, until = people(StepState.OPEN), people(StepState.WAITING), approval.expected_by
    found = [say("card.agreed", names=yes)] if yes else []
    if now and until is not None:
        found.append(say("card.asked_until", names=now, until=Raw(say.weekday_moment(until))))
    elif now:
        found.append(say("card.asked_now", names=now))
    if later:
        found.append(say("card.then", names=later))
    return found


def ageing_bar(ageing: Ageing, say: Say) -> str | None:
    """Ten marks for how late open invoices are, and the amounts; None where nothing is open."""
    classes = (
        ageing.not_due,
        ageing.days_1_15,
        ageing.days_16_30,
        ageing.days_31_45,
        ageing.days_over_45,
    )
    whole = sum(amount.minor for amount in classes if amount.minor > 0)
    if not whole:
        return None
    days = (say("card.not_due"), "1–15", "16–30", "31–45", "45+")
    parts = [
        f"{mark} {say.money(amount)} ({word})"
        for mark, amount, word in zip(_AGES, classes, days, strict=True)
        if amount.minor > 0
    ]
    bar = "".join(
        mark * marks for mark, marks in zip(_AGES, _marks([one.minor for one in classes]), strict=True)
    )
    return f"{bar}\n{say('card.ageing', parts=Raw(' · '.join(parts)))}"


def _marks(amounts: list[int]) -> list[int]:
    """Ten marks shared out; whatever is open at all has one."""
    whole = sum(one for one in amounts if one > 0)
    marks = [max(one * BAR // whole, 1) if one > 0 else 0 for one in amounts]
    largest = max(range(len(amounts)), key=lambda at: amounts[at])
    marks[largest] += BAR - sum(marks)
    return marks
