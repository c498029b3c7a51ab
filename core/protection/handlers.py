"""Every command and query of price protection, and the function that does it."""

from __future__ import annotations

from core.infra.door import Handler
from core.protection.use_cases.claim_protection import (
    AskProtection,
    ClaimProtection,
    ShowClaim,
    ShowOffer,
    ask_protection,
    claim_protection,
    look_for_dealer,
    show_claim,
    show_offer,
)
from core.protection.use_cases.decide_claim import (
    CloseClaims,
    DecideClaim,
    ShowClaimApproval,
    close_claims,
    decide_claim,
    show_claim_approval,
)
from core.protection.use_cases.notice_falls import (
    NoticeFalls,
    ShowOffered,
    look_for_falls,
    notice_falls,
    show_offered,
)
from core.protection.use_cases.set_protection_policy import (
    SetProtectionPolicy,
    ShowProtectionPolicy,
    set_protection_policy,
    show_protection_policy,
)

HANDLERS: dict[type, Handler] = {
    AskProtection: Handler(ask_protection, prepare=look_for_dealer),
    ClaimProtection: Handler(claim_protection),
    ShowClaim: Handler(show_claim),
    ShowOffer: Handler(show_offer),
    DecideClaim: Handler(decide_claim),
    CloseClaims: Handler(close_claims),
    ShowClaimApproval: Handler(show_claim_approval),
    NoticeFalls: Handler(notice_falls, prepare=look_for_falls),
    ShowOffered: Handler(show_offered),
    SetProtectionPolicy: Handler(set_protection_policy),
    ShowProtectionPolicy: Handler(show_protection_policy),
}
