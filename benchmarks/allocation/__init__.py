"""Allocation: freight saved, and how near the bound."""
