"""What happens to the lines of a draft, and how a placed order is split. Pure."""

from core.orders.engine.drafting import (
    MOST_DIGITS,
    MOST_LINES,
    MOST_PIECES,
    Edited,
    apply_lines,
    content_digest,
    known_line,
    with_quantity,
)
from core.orders.engine.splitting import propose_split, split_by_quantities, whole_step

__all__ = [
    "MOST_DIGITS",
    "MOST_LINES",
    "MOST_PIECES",
    "Edited",
    "apply_lines",
    "content_digest",
    "known_line",
    "propose_split",
    "split_by_quantities",
    "whole_step",
    "with_quantity",
]
