"""Tiers: review, thresholds, moves by hand; price bands."""
