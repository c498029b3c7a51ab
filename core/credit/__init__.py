"""Credit: how much a dealer may still owe.

Owns the ledger of holds (pending, held, invoiced, released) and the lock on a dealer's account. The account
row keeps the ledger's sums, so a verdict costs the same after ten years as on the first day.
"""
