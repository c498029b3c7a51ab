"""The people of the dealer, for its admin."""
