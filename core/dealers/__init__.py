"""Dealers, their people and places, and the house's own people.

Owns who is who: every Actor is made here from a chat identity. Promises that a person who was blocked is
a stranger from the next update on.
"""
