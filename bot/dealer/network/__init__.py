"""The dealers below a dealer, and its own prices for them."""
