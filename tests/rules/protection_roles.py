"""Who may claim and grant price protection: a part of ``command_roles``."""

from __future__ import annotations

PROTECTING: dict[str, str] = {
    "AskProtection": "AB..........S.",
    "ClaimProtection": "AB..........S.",
    "CloseClaims": "............S.",
    "DecideClaim": "...RMDFG....S.",
    "NoticeFalls": "............S.",
    "SetProtectionPolicy": "......FG....S.",
    "ShowClaim": "ABV.........S.",
    "ShowClaimApproval": "...RMDFG....S.",
    "ShowOffer": "AB..........S.",
    "ShowOffered": "............S.",
    "ShowProtectionPolicy": "......FG....S.",
}
