"""Goods that a dealer gives up for others, in the chat: what it offers, and what it is asked for."""
