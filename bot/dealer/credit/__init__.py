"""Where the dealer stands with money."""
