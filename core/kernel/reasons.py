"""Why an engine decided as it did: a code and its numbers, worded later by a front."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of an explanation; ``params`` are plain values (numbers, Money, names)."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)
