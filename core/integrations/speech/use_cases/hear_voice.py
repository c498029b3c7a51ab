"""A voice note is listened to and, where it says something, kept with what was heard (A9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.dealers.repository import load_dealer
from core.infra.objects import Objects, objects_at
from core.infra.transaction import Snapshot, Transaction
from core.intake.engine.folding import fold_code
from core.intake.engine.speech import judge_sound, mend
from core.intake.engine.speech.vocabulary import language_of
from core.intake.flow import load_dealer_view, load_shelf
from core.intake.speech_types import Hearing, Spoken, Transcript
from core.integrations.speech import repository
from core.integrations.speech.errors import SoundTooLong, SpeechOff
from core.integrations.speech.listening import codes_of, hints_for, speech_of
from core.integrations.speech.types import LONGEST_SECONDS, Heard, Speech
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.texts import storable
from core.orders.original_types import OriginalKind
from core.orders.repository import originals

_LONGEST_TYPE = 60


@dataclass(frozen=True, slots=True)
class CanListen(Query[bool]):
    """Whether an engine is set up at all: asked before a sound is fetched."""

    permission = Permission.DRAFT_EDIT


@dataclass(frozen=True, slots=True)
class HearVoice(Command[Heard]):
    """Listen to a sound file of any common make.

    Raises SpeechOff, SoundUnreadable, SoundTooLong; and what an engine raises that is worth asking again
    (SpeechBusy, SpeechSilent). Then, and where nobody says anything in it, nothing is kept.
    """

    permission = Permission.DRAFT_EDIT
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Listening:
    """What is needed to listen, with no transaction open."""

    speech: Speech
    objects: Objects
    codes: frozenset[str]
    language: str
    hints: Sequence[str]
    command: HearVoice


@dataclass(frozen=True, slots=True)
class Listened:
    """digest: by which the sound is kept; "" where nothing was said."""

    hearing: Hearing
    transcript: Transcript
    spoken: Spoken
    digest: str


async def can_listen(snap: Snapshot, _query: CanListen) -> bool:
    return speech_of(snap.settings) is not None


async def prepare_to_listen(snap: Snapshot, command: HearVoice) -> Listening:
    speech = speech_of(snap.settings)
    if speech is None:
        raise SpeechOff
    language = language_of(snap.actor.language)
    shelf = await load_shelf(snap)
    view = await load_dealer_view(snap, await load_dealer(snap, snap.dealer_id))
    hints = await hints_for(snap, shelf, view, language)
    objects = objects_at(snap.settings.object_store_url)
    codes = await codes_of(snap, shelf)
    return Listening(speech, objects, codes, language, hints, command)


async def listen(ready: Listening) -> Listened:
    """Seconds of hearing, while nobody waits for a database."""
    command = ready.command
    transcript = await ready.speech.transcribe(
        command.content, command.media_type, ready.language, ready.hints
    )
    if transcript.seconds > LONGEST_SECONDS + 1:
        raise SoundTooLong(minutes=LONGEST_SECONDS // 60)
    transcript = _storable(transcript)
    spoken = mend(transcript, ready.language, lambda code: fold_code(code) in ready.codes)
    hearing = judge_sound(transcript)
    if hearing is Hearing.CLEAR and not any(sign.isalnum() for sign in spoken.text):
        hearing = Hearing.SILENCE  # nothing but "uhm"
    digest = await ready.objects.put(command.content) if hearing is Hearing.CLEAR else ""
    return Listened(hearing, transcript, spoken, digest)


async def hear_voice(tx: Transaction, command: HearVoice, found: Listened) -> Heard:
    if found.hearing is not Hearing.CLEAR:
        return Heard(found.hearing)
    alike = await originals.last_alike(tx, [found.digest])
    voice_id = originals.add_original(
        tx,
        OriginalKind.VOICE,
        sha256=found.digest,
        media_type=storable(command.media_type)[:_LONGEST_TYPE],
        text=found.transcript.text,
    )
    await repository.add_note(tx, voice_id, found.transcript, found.spoken)
    return Heard(
        found.hearing,
        voice_id,
        found.transcript.text,
        found.spoken.text,
        None if alike is None else alike.at,
    )


def _storable(transcript: Transcript) -> Transcript:
    words = tuple(type(word)(storable(word.text), word.probability) for word in transcript.words)
    return Transcript(
        storable(transcript.text),
        words,
        transcript.language[:20],
        transcript.confidence,
        transcript.engine,
        transcript.seconds,
        transcript.language_probability,
        transcript.no_speech,
    )
