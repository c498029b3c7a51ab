"""Screens of /drive. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.driver.callbacks import LINK, SIGN_OUT, DriveTap
from bot.screen import Button, Screen, clip, escape, lines, paragraphs, short_id
from core.driving.session_types import DriverSession, SignInLink
from core.i18n.phrases import Raw, Say

_MOST = 8


def drive_screen(address: str, link: SignInLink, phones: Sequence[DriverSession], say: Say) -> Screen:
    """The link and the code that sign a phone in, and the phones that are. address: of the app."""
    target = escape(f"{address}#link={link.token}").replace('"', "%22")
    shown = phones[:_MOST]
    return Screen(
        paragraphs(
            lines(
                say("drive.title"),
                say("drive.link", link=Raw(f'<a href="{target}">{say("drive.open")}</a>')),
                say("drive.code", code=link.code, address=address, until=Raw(say.clock(link.expires_at))),
            ),
            lines(say("drive.phones"), *(_phone(one, say) for one in shown)) if shown else None,
        ),
        (
            (Button(say("button.new_sign_in"), DriveTap(act=LINK).pack()),),
            *(
                (Button(_label(one, say), DriveTap(act=SIGN_OUT, session=short_id(one.id)).pack()),)
                for one in shown
            ),
        ),
    )


def _phone(phone: DriverSession, say: Say) -> str:
    return say("drive.phone", name=_name(phone), since=phone.started_at, seen=phone.seen_at)


def _label(phone: DriverSession, say: Say) -> str:
    # A label is no markup, so the name stands as it is.
    return f"{say('button.sign_out')} · {_name(phone)} · {say.moment(phone.started_at)}"


def _name(phone: DriverSession) -> str:
    return clip(phone.label, 24) or "–"
