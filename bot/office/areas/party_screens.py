"""How the house and its dealers stand on documents, field by field, and what a change of one does. Pure."""

from __future__ import annotations

from bot.office.areas.party_fields import (
    BANK_FIELDS,
    PARTY_FIELDS,
    SELLER_FIELDS,
    party_field,
    seller_field,
)
from bot.office.screens import change_line
from bot.screen import Screen, clip, escape, lines, paragraphs
from core.billing.types import Party, Seller
from core.i18n.phrases import Say

_MOST = 120


def field_name(say: Say, field: str) -> str:
    """What a field is called."""
    return say(f"paper.{field}")


def seller_screen(seller: Seller, say: Say) -> Screen:
    """Every field of the house, with the word that sets it."""
    rows = [_row(field, seller_field(seller, field), say) for field in SELLER_FIELDS]
    house, bank = rows[:-BANK_FIELDS], rows[-BANK_FIELDS:]
    return Screen(paragraphs(say("seller.title"), lines(*house), lines(*bank), say("seller.how")))


def party_screen(party: Party, say: Say) -> Screen:
    """How one dealer is addressed, with the word that sets each field."""
    rows = [_row(field, party_field(party, field), say) for field in PARTY_FIELDS]
    title = say("party.title", dealer=clip(party.name, 60), code=party.code)
    return Screen(paragraphs(title, lines(*rows), say("party.how")))


def _row(field: str, value: str, say: Say) -> str:
    shown = f"<b>{escape(clip(value, _MOST))}</b>" if value else "—"
    return f"{field_name(say, field)}: {shown} (<code>{field}</code>)"


def seller_preview(before: Seller, after: Seller, field: str, say: Say) -> str:
    """One field of the house before → after; a new account is warned of."""
    was, will = seller_field(before, field), seller_field(after, field)
    return lines(
        say("seller.title"),
        _change(field, was, will, say),
        say("seller.bank_warning") if before.bank != after.bank else None,
        say("preview.next_document"),
    )


def party_preview(before: Party, after: Party, field: str, say: Say) -> str:
    """One field of a dealer before → after."""
    return lines(
        say("party.title", dealer=clip(before.name, 60), code=before.code),
        _change(field, party_field(before, field), party_field(after, field), say),
        say("preview.next_document"),
    )


def _change(field: str, was: str, will: str, say: Say) -> str:
    if was == will:
        return say("preview.no_change")
    before, after = clip(was, _MOST) or None, clip(will, _MOST) or None
    return f"{field_name(say, field)}: {change_line(say, before, after)}"
