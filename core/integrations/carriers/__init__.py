"""Carriers that are booked by machine."""
