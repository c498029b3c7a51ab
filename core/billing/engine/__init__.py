"""Billing's rules, pure: how an order becomes an invoice, and what money settles."""
