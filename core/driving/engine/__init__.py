"""Judging what a phone tells. Pure."""
