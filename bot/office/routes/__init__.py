"""Vans, day plans and what happens on the road, in the chat of the office."""
