"""Deciding about exceptions with one tap."""
