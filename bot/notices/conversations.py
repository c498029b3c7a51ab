"""Who hears what of a conversation: who is asked gets a card, its human and the dealer each other's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from bot.cards import find_cards
from bot.dealer.support.screens import handed_back_screen, house_said, passed_on_screen, with_screen
from bot.notices.sends import Desk, edit_job, send_job
from bot.screen import Screen
from bot.staff.support.handlers import subject_of, subject_of_word
from bot.staff.support.screens import WORDS, dealer_said, left_screen, talk_screen
from core.dealers.types import Recipient
from core.dealers.use_cases.find_recipients import FindRecipients
from core.i18n.phrases import Say
from core.infra.queue import NewJob
from core.kernel.actor import SYSTEM
from core.kernel.ids import DealerId, PersonId
from core.support.types import Side, Thread, Word, WordKind
from core.support.use_cases.show_conversations import ShowThread
from core.support.use_cases.talk import ShowWord

Event = dict[str, Any]
# Of one message, in UTF-16 units: with a name above it stays below what Telegram takes.
_MOST_TEXT, _MOST_CAPTION = 3_500, 800


async def conversation_opened(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """At night the card comes when the office opens."""
    jobs = await _cards(desk, entry, event, event["told"])
    opens = event["opens_at"]
    if opens is None:
        return jobs
    due = datetime.fromisoformat(opens)
    return [replace(job, due=due, lane=f"office:{job.lane}") for job in jobs]


async def conversation_taken_up(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """The dealer hears who it is; the others' cards show it, too."""
    thread = await _thread(desk, event)
    name = thread.conversation.holder_name or "–"
    told = [send_job(entry, one, with_screen(name, desk.say(one))) for one in await _dealer(desk, event)]
    return told + await _redraw(desk, entry, thread)


async def conversation_passed_on(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """The next ones get the card, the dealer hears it honestly, and so does who was too slow."""
    thread = await _thread(desk, event)
    jobs = await _redraw(desk, entry, thread) + await _cards(desk, entry, event, event["told"])
    names = [one.name for one in await _house(desk, event["told"])]
    for one in await _dealer(desk, event):
        jobs.append(send_job(entry, one, passed_on_screen(names, desk.say(one))))
    left = [event["left"]] if event["left"] else []
    for one in await _house(desk, left):
        jobs.append(send_job(f"{entry}:left", one, left_screen(thread.conversation, names, desk.say(one))))
    return jobs


async def conversation_said(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """A word, to whoever it is for; what is no text is copied from where it was sent."""
    word = await _word(desk, event)
    if word.side is Side.HOUSE:
        readers = await _dealer(desk, {**event, "person_id": event["to"]})
        return [
            job
            for one in readers
            for job in _passed(
                desk, entry, one, word, lambda said, text, say, _last: house_said(said, text, say)
            )
        ]
    conversation = (await _thread(desk, event)).conversation

    def draw(said: Word, text: str, say: Say, is_last: bool) -> Screen:
        return dealer_said(conversation, said, text, say, is_last=is_last)

    people = await _house(desk, [event["to"]])
    return [job for one in people for job in _passed(desk, entry, one, word, draw)]


async def conversation_read(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """The word's message says that it was read, and cannot be read again."""
    word, conversation = await _word(desk, event), (await _thread(desk, event)).conversation
    readers = {one.telegram_id: one for one in await _house(desk, [event["by"]])}
    text = _parts(word.text, _MOST_TEXT)[-1]
    return [
        edit_job(entry, card, dealer_said(conversation, word, text, desk.say(readers[card.chat_id])))
        for card in await find_cards(desk.core, subject_of_word(word.id))
        if card.chat_id in readers
    ]


async def conversation_closed(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """Whoever did not end it hears that it is over."""
    thread = await _thread(desk, event)
    jobs = await _redraw(desk, entry, thread)
    holder = thread.conversation.holder_name
    if holder is not None and event["by"] == event["holder_id"]:
        for one in await _dealer(desk, event):
            jobs.append(send_job(entry, one, handed_back_screen(holder, desk.say(one))))
        return jobs
    for one in await _house(desk, [event["holder_id"]] if event["holder_id"] else []):
        jobs.append(send_job(entry, one, _card(thread, one, desk.say(one))))
    return jobs


def _passed(
    desk: Desk, entry: str, to: Recipient, word: Word, draw: Callable[[Word, str, Say, bool], Screen]
) -> list[NewJob]:
    """The messages that pass a word on: a long text in several, each remembered as that word."""
    say, subject = desk.say(to), subject_of_word(word.id)
    if word.kind is WordKind.TEXT:
        parts = _parts(word.text, _MOST_TEXT)
        return [
            send_job(f"{entry}:{at}", to, draw(word, part, say, part is parts[-1]), subject=subject)
            for at, part in enumerate(parts)
        ]
    above = _parts(word.text, _MOST_CAPTION)
    copy = send_job(f"{entry}:0", to, draw(word, above[0], say, True), subject=subject)
    source = {"copy_of": {"chat_id": word.chat_id, "message_id": word.message_id}}
    rest = replace(word, kind=WordKind.TEXT)
    return [
        replace(copy, payload={**copy.payload, **source}),
        *(
            send_job(f"{entry}:{at}", to, draw(rest, part, say, False))
            for at, part in enumerate(above[1:], 1)
        ),
    ]


def _parts(text: str, most: int) -> list[str]:
    """The text in pieces of at most so many UTF-16 units; at least one."""
    parts, units = [""], 0
    for sign in text:
        size = 2 if ord(sign) > 0xFFFF else 1
        if units + size > most:
            parts.append("")
            units = 0
        parts[-1] += sign
        units += size
    return parts


async def _cards(desk: Desk, entry: str, event: Event, people: Iterable[str]) -> list[NewJob]:
    thread = await _thread(desk, event)
    subject = subject_of(thread.conversation.id)
    return [
        send_job(f"{entry}:card", one, _card(thread, one, desk.say(one)), subject=subject)
        for one in await _house(desk, people)
    ]


async def _redraw(desk: Desk, entry: str, thread: Thread) -> list[NewJob]:
    """Every card as the conversation stands now."""
    staff = {one.telegram_id: one for one in await desk.core.ask(SYSTEM, FindRecipients(staff=True))}
    return [
        edit_job(entry, card, _card(thread, staff[card.chat_id], desk.say(staff[card.chat_id])))
        for card in await find_cards(desk.core, subject_of(thread.conversation.id))
        if card.chat_id in staff
    ]


def _card(thread: Thread, reader: Recipient, say: Say) -> Screen:
    return talk_screen(thread, reader.person_id, say)


async def _thread(desk: Desk, event: Event) -> Thread:
    return await desk.core.ask(SYSTEM, ShowThread(UUID(event["conversation_id"]), WORDS))


async def _word(desk: Desk, event: Event) -> Word:
    return await desk.core.ask(SYSTEM, ShowWord(UUID(event["word_id"])))


async def _dealer(desk: Desk, event: Event) -> Sequence[Recipient]:
    """The one person of the dealer who talks; nobody else of his company."""
    dealer_id, person_id = DealerId(UUID(event["dealer_id"])), PersonId(UUID(event["person_id"]))
    return await desk.core.ask(SYSTEM, FindRecipients(dealer_id=dealer_id, person_id=person_id))


async def _house(desk: Desk, ids: Iterable[str]) -> list[Recipient]:
    found: list[Recipient] = []
    for one in ids:
        people = await desk.core.ask(SYSTEM, FindRecipients(person_id=PersonId(UUID(one))))
        found += people
    return found
