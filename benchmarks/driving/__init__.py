"""The driver's phone: many of them at once."""
