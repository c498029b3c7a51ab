"""Stock: what lies where, and what of it is promised.

Owns the ledger of reservations and the lock on stock rows. Promises that reserved never passes on hand,
whoever asks at the same moment.
"""
