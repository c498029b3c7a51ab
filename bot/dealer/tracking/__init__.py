"""Where the own orders are."""
