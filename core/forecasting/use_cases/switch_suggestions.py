"""Somebody does, or does not, want to be told what is usually taken along (M3)."""

from __future__ import annotations

from dataclasses import dataclass

from core.forecasting import repository
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query


@dataclass(frozen=True, slots=True)
class SwitchSuggestions(Command[bool]):
    """Which way it is from now on."""

    permission = Permission.DRAFT_EDIT
    on: bool


async def switch_suggestions(tx: Transaction, command: SwitchSuggestions) -> bool:
    await repository.switch_suggestions(tx, on=command.on)
    return command.on


@dataclass(frozen=True, slots=True)
class MaySuggest(Query[bool]):
    permission = Permission.DRAFT_EDIT


async def may_suggest(snap: Snapshot, _query: MaySuggest) -> bool:
    return await repository.may_suggest(snap)
