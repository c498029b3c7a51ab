"""Returns and damage claims: goods that a dealer got and does not keep (A16).

Owns return requests, their lines and photos, and how long goods may come back. Promises that a piece comes
back once, and that its credit note is what its invoice says it cost, to the cent.
"""
