"""Intake: understanding a message. Splits it into intents and lines, reads each line, finds the product.

Owns the readings, the product index and each dealer's own words (aliases). Promises never to guess
silently: every line ends as accept, ask or not found.
"""
