"""Looking back: who did what, when and from where, and whether the books are still what was written.

Owns nothing: it reads the journal and every ledger. Promises that a changed, missing or moved entry is found.
"""
