"""Orders: the draft a dealer writes, the quote it is shown, and the order it becomes.

Owns drafts, orders, their numbers and history. Promises that an order is exactly the quote that was
confirmed, placed once, with credit and stock taken in the same transaction.
"""
