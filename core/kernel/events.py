"""Facts that were written to the journal; named in the past tense."""

from __future__ import annotations

from typing import ClassVar

from core.kernel.ids import DealerId


class Event:
    """A frozen dataclass with a ``name``; ``dealer_id`` (when there is one) names its journal stream."""

    __slots__ = ()
    name: ClassVar[str]

    @property
    def stream_dealer(self) -> DealerId | None:
        return getattr(self, "dealer_id", None)
