"""Price protection: what fell in price since a dealer bought it, and what the house pays for that (D10)."""
