"""What may come back, and what passes without anybody. Pure.

* Of a line may come back what the dealer accepted, less what has come back or is asked for already. Only what
  came within the policy's days counts; of pieces that are alike the oldest are taken to be back first.
* A claim passes at once up to the policy's amount, counted over all claims on its order, so that many small
  ones are one large one. Damage without a photo is looked at by somebody.
* What passes at once as broken or expired is kept (fetching it costs more than it is worth); other goods are
  fetched, since they can be sold.
* A picture is what its first bytes say, whatever it is called.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from core.kernel.money import Money
from core.returns.types import Arrival, Outcome, ReturnReason

_SPOILT = frozenset({ReturnReason.DAMAGED, ReturnReason.EXPIRED})
# Sources: ITU-T T.81 (SOI and a marker), PNG 1.2 chapter 3.1, RFC 9649 (RIFF....WEBP).
_SIGNS = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))


def left_to_return(arrivals: Sequence[Arrival], claimed: int, today: date, days: int) -> int:
    """Base units of one line that may come back today; claimed: those that have, or are asked for."""
    first = today - timedelta(days=days)
    in_time = sum(one.quantity for one in arrivals if one.on >= first)
    return max(0, min(in_time, sum(one.quantity for one in arrivals) - claimed))


def passes_at_once(amount: Money, before: Money, limit: Money, reason: ReturnReason, photos: int) -> bool:
    """Whether nobody has to decide; before: what other claims on the order came to."""
    if reason is ReturnReason.DAMAGED and not photos:
        return False
    return amount + before <= limit


def outcome_at_once(reason: ReturnReason) -> Outcome:
    return Outcome.KEEP if reason in _SPOILT else Outcome.FETCH


def picture_type(content: bytes) -> str | None:
    """The media type of a picture that can be kept and shown; None for anything else."""
    for sign, media_type in _SIGNS:
        if content.startswith(sign):
            return media_type
    return "image/webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else None
