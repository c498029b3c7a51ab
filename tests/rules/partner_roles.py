"""Who may give goods up or share them out, and say what holds for them: a part of ``command_roles``."""

from __future__ import annotations

PARTNERS: dict[str, str] = {
    # what is short, and shared out
    "PreviewShares": ".....D.GO...S.",
    "ShareGoods": ".....D.GO...S.",
    # partners
    "CannotGive": "AB..........S.",
    "GiveGoods": "AB..........S.",
    "HandOver": "AB..........S.",
    "ListGiveRequests": "AB..........S.",
    "ListOwnOffers": "AB..........S.",
    "ListPartnerOffers": "...RMDFGO...S.",
    "OfferGoods": "AB..........S.",
    "PayPartners": "............S.",
    "ReplanSilent": "............S.",
    "SetExpiryLadder": ".....D.GO...S.",
    "SetPartnerPolicy": ".......GO...S.",
    "ShowExpiryLadder": ".....D.GO...S.",
    "ShowGiveRequest": "AB..........S.",
    "ShowPartnerPolicy": ".......GO...S.",
    "WithdrawGoods": "AB..........S.",
}
