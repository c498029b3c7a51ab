"""A person chooses the language the house speaks with them."""

from __future__ import annotations

from dataclasses import dataclass

from core.dealers import repository
from core.dealers.errors import LanguageUnknown
from core.dealers.events import LanguageChosen
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command

LANGUAGES = ("en", "zh_CN", "tr", "ms")


@dataclass(frozen=True, slots=True)
class ChooseLanguage(Command[str]):
    permission = Permission.OWN_PROFILE
    language: str


async def choose_language(tx: Transaction, command: ChooseLanguage) -> str:
    if command.language not in LANGUAGES:
        raise LanguageUnknown(language=command.language)
    await repository.set_language(tx, tx.person_id, command.language)
    tx.record(LanguageChosen(tx.person_id, tx.actor.dealer_id, command.language))
    return command.language
