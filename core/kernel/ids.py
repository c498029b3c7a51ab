"""Identifiers: UUIDv7 made in core, one NewType for each kind of thing."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime
from typing import NewType

PersonId = NewType("PersonId", uuid.UUID)
DealerId = NewType("DealerId", uuid.UUID)
ProductId = NewType("ProductId", uuid.UUID)
WarehouseId = NewType("WarehouseId", uuid.UUID)
OrderId = NewType("OrderId", uuid.UUID)
DraftId = NewType("DraftId", uuid.UUID)
LineId = NewType("LineId", uuid.UUID)
HoldId = NewType("HoldId", uuid.UUID)
ApprovalId = NewType("ApprovalId", uuid.UUID)


def new_uuid7(now: datetime, randomness: bytes | None = None) -> uuid.UUID:
    """A version 7 UUID (RFC 9562, 5.7): 48 bits of milliseconds, then 74 random bits.

    ``randomness`` (10 bytes) makes the result repeatable; without it the system's source is used.
    """
    millis = int(now.timestamp() * 1000)
    tail = int.from_bytes(randomness if randomness is not None else secrets.token_bytes(10), "big")
    value = (millis & ((1 << 48) - 1)) << 80 | (tail & ((1 << 80) - 1))
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)
