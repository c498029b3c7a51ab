"""The channel: tiers that dealers earn, levels of dealers and their own prices, broadcasts."""
