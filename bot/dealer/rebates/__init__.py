"""Where a dealer stands with its rebates."""
