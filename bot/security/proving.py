"""A critical act wants the second factor: the code is asked for, and then the very act is done.

What the person did (a tap, a command, an answer to a question of ours) is kept as the update it came in, for
five minutes. It is handled anew from its beginning, by whoever the person is by then.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from aiogram.types import Update

from bot.security.screens import code_screen
from bot.turn import Turn
from core.dealers.types import CodeOutcome
from core.dealers.use_cases.prove_second_factor import ProveSecondFactor
from core.kernel.errors import SecondFactorNeeded

PROVE = "prove_factor"
REPEATED_WITHIN = timedelta(minutes=5)


class Again(Exception):
    """The code was right: handle this update as if it came now."""

    def __init__(self, update: Update) -> None:
        super().__init__(update.update_id)
        self.update = update


async def ask_for_code(turn: Turn, update: Update, need: SecondFactorNeeded) -> None:
    """Ask for the code, or tell somebody without a second factor where to set one up."""
    if not need.fields["enrolled"]:
        await turn.tell("security.set_up_first")
        return
    answering = turn.answering
    await turn.expect(
        PROVE,
        {
            "update": update.model_dump(mode="json", by_alias=True, exclude_none=True),
            "answering": None if answering is None else {"name": answering.name, "data": answering.data},
            "at": turn.core.clock.now().isoformat(),
        },
    )
    await turn.tell("security.give_code")


async def on_code(turn: Turn, data: dict[str, Any], text: str) -> None:
    """The answer to ``ask_for_code``. The code does not stay in the chat."""
    await turn.remove_typed()
    result = await turn.execute(ProveSecondFactor(text))
    if result.outcome is not CodeOutcome.RIGHT:
        if result.outcome is not CodeOutcome.LOCKED:
            await turn.expect(PROVE, data)
        await turn.show(code_screen(result, turn.say))
        return
    if result.recovery_left is not None:
        await turn.tell("security.recovery_used", result.recovery_left)
    if turn.core.clock.now() - datetime.fromisoformat(data["at"]) > REPEATED_WITHIN:
        await turn.tell("security.too_late")
        return
    await _ask_again(turn, data["answering"])
    raise Again(Update.model_validate(data["update"], context={"bot": turn.bot}))


async def _ask_again(turn: Turn, answering: Mapping[str, Any] | None) -> None:
    """What the repeated message answers is a question of ours again."""
    if answering is not None:
        await turn.expect(answering["name"], answering["data"])
