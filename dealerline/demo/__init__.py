"""A company to try Dealerline with, made here, the same every time."""
