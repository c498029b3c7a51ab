"""Broadcasts: made, watched, stopped."""
