"""Facts that stop an act of the channel."""

from __future__ import annotations

from core.kernel.errors import Refused


class TierMoveUnfit(Refused):
    """A move that cannot be asked for (``why``: same_tier, waiting)."""

    code = "tier_move_unfit"


class TierRulesUnfit(Refused):
    """A threshold or a time of notice that cannot be (``why``: days, with ``most``; amount;
    currency, with the tier's own ``currency``)."""

    code = "tier_rules_unfit"


class RebateUnfit(Refused):
    """Terms of a rebate that cannot be (``why``: steps, rates), or a settlement that cannot be made
    (no_invoice: too little is left of the invoices to be credited, nothing: no period is open)."""

    code = "rebate_unfit"


class BroadcastUnfit(Refused):
    """A broadcast that cannot go out (``why``: empty, too_long, nobody, past, days,
    tier, region; with ``most`` or ``known``)."""

    code = "broadcast_unfit"


class BroadcastOver(Refused):
    """It is done or cancelled already."""

    code = "broadcast_over"


class QuietHoursUnfit(Refused):
    """Quiet hours begin and end at different full minutes."""

    code = "quiet_hours_unfit"


class LadderUnfit(Refused):
    """What is to be taken off near the last day cannot be so (``why``: steps, range, order)."""

    code = "ladder_unfit"
