"""Becoming known: invite link, own contact, language."""
