"""A message to somebody as a job of the queue, and what every teller needs to word one."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards import Card
from bot.screen import Screen, escape
from core.dealers.types import Recipient
from core.i18n.phrases import Phrasebook, Say
from core.infra.door import Core
from core.infra.queue import NewJob

SEND = "chat.send"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where notices are written: what is asked of the core, and the words of each reader."""

    core: Core
    book: Phrasebook

    def say(self, recipient: Recipient) -> Say:
        return self.book.say(recipient.language, zone=recipient.zone, escape=escape)


def send_job(
    entry: str, to: Recipient, screen: Screen, *, subject: str | None = None, in_place: bool = False
) -> NewJob:
    """A message to one person, once for each journal entry; in_place: the card of the subject is changed."""
    return NewJob(
        kind=SEND,
        payload={
            "chat_id": to.telegram_id,
            "text": screen.text,
            "markup": screen.markup(),
            "subject": subject,
            "in_place": in_place,
            "person": str(to.person_id),
            "language": to.language,
        },
        lane=f"chat:{to.telegram_id}",
        dedupe_key=f"send:{entry}:{to.person_id}",
    )


def edit_job(entry: str, card: Card, screen: Screen) -> NewJob:
    """A card as it stands now. One that is on its way is changed once it is there: one lane a chat."""
    chat_id, message_id, subject = card
    coming = {"subject": subject, "in_place": True, "is_change": True}
    return NewJob(
        kind=SEND,
        payload={
            "chat_id": chat_id,
            **({"message_id": message_id} if message_id is not None else coming),
            "text": screen.text,
            "markup": screen.inline_markup() if screen.rows else None,
        },
        lane=f"chat:{chat_id}",
        dedupe_key=f"edit:{entry}:{chat_id}:{message_id}",
    )
