"""The proof of a delivery on one page: who took what, where and when, with signature and photos."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton
from PIL import Image

from core.driving.types import Proof, ProofLine
from core.i18n.fonts import FAMILIES, drawable, printable
from core.i18n.phrases import Say, locale_of
from core.i18n.printing import set_document

TEMPLATE = Path(__file__).parent / "proof_page.typ"
_PHOTO_SIDE = 900  # pixels: sharp on a quarter of a page
_COLUMNS = ("pod.article", "pod.delivered", "pod.refused", "pod.damaged", "pod.short")
# In half widths, as one line of the table, a few lines of facts and two of the head have room for.
_NAME_FITS, _SKU_FITS, _FACT_FITS, _NUMBERS_FIT = 54, 16, 120, 110
_MOST_LINES = 40  # more would not fit on the page with nothing else on it


def print_proof(
    proof: Proof, company: str, photos: Sequence[bytes], signature: bytes | None, say: Say
) -> bytes:
    """The PDF, in the reader's language and zone. photos: JPEG; signature: PNG or JPEG."""
    return set_document(TEMPLATE, page_of(proof, company, photos, signature, say))


def page_of(
    proof: Proof, company: str, photos: Sequence[bytes], signature: bytes | None, say: Say
) -> dict[str, Any]:
    """What the template is given. Pure."""
    shown = proof.lines[:_MOST_LINES]
    return {
        "fonts": FAMILIES,
        "lang": say.language.partition("_")[0],
        "company": drawable(company),
        "title": say("pod.fetch_title" if proof.is_fetch else "pod.title"),
        "orders": _cut(", ".join(proof.orders), _NUMBERS_FIT),
        "facts": [[label, printable(_cut(value, _FACT_FITS))] for label, value in _facts(proof, say)],
        "columns": [
            say("pod.fetched" if proof.is_fetch and key == "pod.delivered" else key) for key in _COLUMNS
        ],
        "rows": [_row(line, say) for line in shown],
        # By how many lines are shown: the template finds out how many fit.
        "more": ["", *(say("pod.more", count) for count in range(1, len(proof.lines) + 1))],
        "lines": len(proof.lines),
        "flags": [say(f"proofflag.{flag.value}") for flag in proof.flags],
        "signature": None if signature is None else _small(signature),
        "signed": printable(_cut(proof.receiver, _FACT_FITS)),
        "photos": [_small(one) for one in photos],
        "evidence": say("pod.evidence", hash=proof.hash, seal=proof.seal or "–"),
    }


def _facts(proof: Proof, say: Say) -> list[tuple[str, str]]:
    facts = [
        (say("pod.dealer"), proof.dealer),
        (say("pod.place"), proof.address),
        (say("pod.given_by" if proof.is_fetch else "pod.receiver"), proof.receiver or "–"),
        (say("pod.at"), _moment(proof.taken_at, say)),
        (say("pod.heard_at"), _moment(proof.received_at, say)),
        (say("pod.driver"), proof.driver),
        (say("pod.shipments"), ", ".join(proof.shipments)),
    ]
    if proof.fix is not None:
        place = f"{proof.fix.latitude:.5f}, {proof.fix.longitude:.5f} ± {proof.fix.accuracy_m:.0f} m"
        facts.append((say("pod.position"), place))
    if proof.distance_m is not None:
        facts.append((say("pod.distance"), f"{say.number(proof.distance_m)} m"))
    if proof.code_given:
        facts.append((say("pod.code"), say("pod.code_right")))
    if proof.money is not None and proof.money_kind is not None:
        paid = say.money(proof.money)
        if proof.money_was is not None:
            paid = say("pod.corrected", amount=proof.money, was=proof.money_was)
        facts.append((say(f"doormoney.{proof.money_kind.value}"), paid))
    if proof.note:
        facts.append((say("pod.note"), proof.note))
    return facts


def _row(line: ProofLine, say: Say) -> list[str]:
    counts = (line.delivered, line.refused, line.damaged, line.short)
    name = _cut(line.name, _NAME_FITS)
    if line.instead_of:  # both names share the room of one
        wanted = say("document.instead_of", name=_cut(line.instead_of, _NAME_FITS // 3))
        name = f"{_cut(line.name, _NAME_FITS - 4 - _width(wanted))} ({wanted})"
    told = f"{printable(name)} · {_cut(line.sku, _SKU_FITS)}"
    return [told, *(say.number(count) if count else "" for count in counts)]


def _moment(at: datetime, say: Say) -> str:
    """With its year and its distance from UTC: what is evidence is read years later, and elsewhere."""
    local = at.astimezone(ZoneInfo(say.zone))
    day = format_skeleton("yMMMd", local, locale=locale_of(say.language))
    return f"{day} {local:%H:%M} UTC{local.isoformat()[-6:]}"


def _width(text: str) -> int:
    """In half widths."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _cut(text: str, most: int) -> str:
    """As much of the text as fits into so many half widths, with … where something is left out."""
    text = drawable(text)
    end = next((at for at in range(len(text)) if _width(text[: at + 1]) > most), None)
    return text if end is None else text[:end].rstrip() + "…"


def _small(picture: bytes) -> dict[str, Any]:
    """The picture small enough for a page, as typst takes bytes."""
    with Image.open(io.BytesIO(picture)) as opened:
        opened.thumbnail((_PHOTO_SIDE, _PHOTO_SIDE))
        bare = io.BytesIO()
        opened.convert("RGB").save(bare, "JPEG", quality=80)
    return {"bytes": list(bare.getvalue())}
