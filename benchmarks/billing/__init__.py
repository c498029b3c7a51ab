"""Documents and payments."""
