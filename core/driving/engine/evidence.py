"""The evidence of a proof: what was told, hashed and chained, sealed with its files. Pure.

E1  A proof's hash is the SHA-256 of canonical JSON: the act as it came, both clocks (and the phone's as it
    was put right, where it was off), who, where, and the hash of the proof before it on the same route (""
    for the first). So none can be changed, left out or moved.
E2  Its seal is the SHA-256 of that hash and of each file's id and SHA-256, once all of them are here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID


def digest(content: bytes | str) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def canonical(value: Any) -> str:
    """JSON with one way to write it: sorted keys, no blanks."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def proof_hash(
    *,
    act_id: UUID,
    device: str,
    driver_id: UUID,
    route_id: UUID,
    stop_id: UUID,
    told_at: datetime,
    received_at: datetime,
    sent: str,
    strokes: Any,
    lines: Any,
    previous: str,
    taken_at: datetime | None = None,
) -> str:
    """The hash of E1; sent: the act's JSON as it came; taken_at: by our clock, where the phone's is off."""
    put_right = taken_at is not None and taken_at != told_at
    return digest(
        canonical(
            ({"taken_at": taken_at.isoformat()} if put_right and taken_at else {})
            | {
                "act": str(act_id),
                "device": device,
                "driver": str(driver_id),
                "route": str(route_id),
                "stop": str(stop_id),
                "told_at": told_at.isoformat(),
                "received_at": received_at.isoformat(),
                "sent": digest(sent),
                "strokes": digest(canonical(strokes)),
                "lines": digest(canonical(lines)),
                "previous": previous,
            }
        )
    )


def proof_seal(hashed: str, files: Sequence[tuple[UUID, str]]) -> str:
    """The seal of E2; files: (id, SHA-256), "" for one that was spoilt."""
    return digest(canonical([hashed, *sorted([str(file_id), sha256] for file_id, sha256 in files)]))
