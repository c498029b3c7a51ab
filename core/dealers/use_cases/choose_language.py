"""A person chooses the language the house speaks with them."""

from __future__ import annotations

from dataclasses import dataclass

from core.dealers.errors import LanguageUnknown
from core.dealers.events import LanguageChosen
from core.dealers.repository import people
from core.i18n.phrases import LANGUAGES
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command


@dataclass(frozen=True, slots=True)
class ChooseLanguage(Command[str]):
    permission = Permission.OWN_PROFILE
    language: str


async def choose_language(tx: Transaction, command: ChooseLanguage) -> str:
    if command.language not in LANGUAGES:
        raise LanguageUnknown(language=command.language)
    await people.update_person(tx, tx.person_id, language=command.language)
    tx.record(LanguageChosen(tx.person_id, tx.actor.dealer_id, command.language))
    return command.language
