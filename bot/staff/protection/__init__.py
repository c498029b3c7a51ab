"""Deciding about claims of price protection."""
