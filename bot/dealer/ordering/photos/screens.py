"""What is said about a photo and what was read of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from bot.dealer.ordering.photos.callbacks import LEAVE, PICTURE, ROWS, TAKE, PhotoTap
from bot.screen import Button, Screen, clip, escape, lines, paragraphs, short_id
from core.i18n.phrases import Say
from core.orders.original_types import HowRead, Original, OriginalKind, SeenRow

_SIGNS = {HowRead.SURE: "✅", HowRead.DOUBTFUL: "❓", HowRead.UNREAD: "✖️", HowRead.LEFT_OUT: "➖"}
_BUTTONS = {OriginalKind.PHOTO: "button.original_photo", OriginalKind.VOICE: "button.original_voice"}
_ROW, _MOST_ROWS, _TOLD, _MOST_TOLD = 60, 45, 40, 5


def photo_notice(rows: Sequence[SeenRow], say: Say) -> str:
    """How much was read, above the draft."""
    taken = [row for row in rows if row.how in (HowRead.SURE, HowRead.DOUBTFUL)]
    doubtful = sum(row.how is HowRead.DOUBTFUL for row in rows)
    unread = [row.text for row in rows if row.how is HowRead.UNREAD]
    return lines(
        say("photo.read", len(taken)),
        say("photo.doubtful", doubtful) if doubtful else None,
        say("photo.unread", rows=_listed(unread)) if unread else None,
    )


def nothing_screen(rows: Sequence[SeenRow], say: Say) -> Screen:
    """Nothing could be taken: there is no writing, or none that can be read."""
    unread = [row.text for row in rows if row.how is HowRead.UNREAD]
    return Screen(say("photo.illegible", rows=_listed(unread)) if unread else say("photo.no_list"))


def again_screen(original_id: UUID, at: datetime, say: Say) -> Screen:
    """The very same photo was ordered by before."""
    key = short_id(original_id)
    take = Button(say("button.take_again"), PhotoTap(act=TAKE, id=key).pack())
    leave = Button(say("button.leave_file"), PhotoTap(act=LEAVE, id=key).pack())
    return Screen(say("photo.same", at=at), ((take,), (leave,)))


def rows_button(original_id: UUID, say: Say) -> Button:
    return Button(say("button.as_read"), PhotoTap(act=ROWS, id=short_id(original_id)).pack())


def rows_screen(original: Original, say: Say) -> Screen:
    """All rows as they were read, each with what became of it; the photo is a tap away."""
    rows = [f"{_SIGNS[row.how]} {escape(clip(_words(row), _ROW))}" for row in original.rows[:_MOST_ROWS]]
    rest = len(original.rows) - len(rows)
    said = say("photo.caption", text=clip(original.text, 200)) if original.text else None
    picture = Button(say("button.the_photo"), PhotoTap(act=PICTURE, id=short_id(original.id)).pack())
    return Screen(
        paragraphs(say("photo.rows"), lines(said, *rows, f"… +{rest}" if rest > 0 else None)), ((picture,),)
    )


def original_caption(original: Original, say: Say) -> Screen:
    """Below the photo: whose it is and when it came."""
    person = original.person_name or original.dealer_name
    return Screen(
        say("photo.whose", dealer=clip(original.dealer_name, 60), person=clip(person, 60), at=original.at)
    )


def originals_screen(found: Sequence[Original], number: str, say: Say) -> Screen:
    """What an order was read from, one button each."""
    if not found:
        return Screen(say("photo.none_of_order", number=number))
    return Screen(say("photo.of_order", number=number), original_rows(found, say))


def original_rows(found: Sequence[Original], say: Say) -> tuple[tuple[Button, ...], ...]:
    """A button for each thing that an order was read from."""
    return tuple(
        (
            Button(
                say(_BUTTONS[one.kind], at=one.at),
                PhotoTap(act=ROWS, id=short_id(one.id)).pack(),
            ),
        )
        for one in found
    )


def _words(row: SeenRow) -> str:
    return f"{row.text} ▮{row.code}" if row.text and row.code else row.text or f"▮{row.code}"


def _listed(texts: Iterable[str]) -> str:
    found = [clip(text, _TOLD) for text in texts]
    return "; ".join(found[:_MOST_TOLD]) + (" …" if len(found) > _MOST_TOLD else "")
