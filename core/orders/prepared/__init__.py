"""An order that somebody of the house prepares for a dealer, and that the dealer's own tap places (B4)."""
