"""Approvals: who has to decide about an exception, by when, and who did. Knows only its own states.

Owns the rules (who is asked for what), deputies, and requests with their steps and questions. What a decision
does to an order, a price request or a tier is the business of the subject's own domain.
"""
