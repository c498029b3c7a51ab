"""A past order again: what has changed since, and the draft."""
