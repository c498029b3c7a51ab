"""Vendors and direct deliveries by command."""
