"""Facts that stop pricing: they tell of data that should not exist, not of a price decision."""

from __future__ import annotations


class UnknownTier(ValueError):
    """The dealer's tier stands in no price book."""

    code = "unknown_tier"

    def __init__(self, tier: str) -> None:
        super().__init__(f"No tier {tier} in the price book.")
        self.tier = tier


class LeftoverUnknown(ValueError):
    """A capped promotion or limited coupon came up and the cart does not say what is left of it."""

    code = "leftover_unknown"

    def __init__(self, rule_id: str) -> None:
        super().__init__(f"Expected the cart to say what is left of {rule_id}.")
        self.rule_id = rule_id
