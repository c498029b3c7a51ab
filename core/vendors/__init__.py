"""Vendors: what they offer, and goods that go straight from a vendor to a dealer.

Owns vendors, their people in the chat, their offers, and purchase orders. Promises that what a dealer ordered
is bought at most once at a time, and that a purchase order never outlives the order that it was made for.
"""
