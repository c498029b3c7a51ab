"""Dealerline's core: every business rule, no front and no chat in it."""
