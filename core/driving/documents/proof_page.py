"""The proof of a delivery on one page: who took what, where and when, with signature and photos."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from core.driving.types import Proof, ProofLine
from core.i18n.fonts import FAMILIES, drawable
from core.i18n.phrases import Say
from core.i18n.printing import set_document

TEMPLATE = Path(__file__).parent / "proof_page.typ"
_PHOTO_SIDE = 900  # pixels: sharp on a quarter of a page
_COLUMNS = ("pod.article", "pod.delivered", "pod.refused", "pod.damaged", "pod.short")
_MOST_LINES = 24  # what leaves room for signature and photos


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
        "title": say("pod.title"),
        "orders": drawable(", ".join(proof.orders)),
        "facts": [[label, drawable(value)] for label, value in _facts(proof, say)],
        "columns": [say(key) for key in _COLUMNS],
        "rows": [_row(line, say) for line in shown],
        "more": say("pod.more", len(proof.lines) - len(shown)) if len(proof.lines) > len(shown) else "",
        "flags": [say(f"proofflag.{flag.value}") for flag in proof.flags],
        "signature": None if signature is None else _small(signature),
        "signed": drawable(proof.receiver),
        "photos": [_small(one) for one in photos],
        "evidence": say("pod.evidence", hash=proof.hash, seal=proof.seal or "–"),
    }


def _facts(proof: Proof, say: Say) -> list[tuple[str, str]]:
    facts = [
        (say("pod.dealer"), proof.dealer),
        (say("pod.place"), proof.address),
        (say("pod.receiver"), proof.receiver or "–"),
        (say("pod.at"), say.moment(proof.taken_at)),
        (say("pod.heard_at"), say.moment(proof.received_at)),
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
        facts.append((say(f"doormoney.{proof.money_kind.value}"), say.money(proof.money)))
    if proof.note:
        facts.append((say("pod.note"), proof.note[:300]))
    return facts


def _row(line: ProofLine, say: Say) -> list[str]:
    counts = (line.delivered, line.refused, line.damaged, line.short)
    return [drawable(f"{line.name} · {line.sku}"), *(say.number(count) if count else "" for count in counts)]


def _small(picture: bytes) -> dict[str, Any]:
    """The picture small enough for a page, as typst takes bytes."""
    with Image.open(io.BytesIO(picture)) as opened:
        opened.thumbnail((_PHOTO_SIDE, _PHOTO_SIDE))
        bare = io.BytesIO()
        opened.convert("RGB").save(bare, "JPEG", quality=80)
    return {"bytes": list(bare.getvalue())}
