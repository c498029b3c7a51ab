"""Forecasting: what a dealer is due to order, what usually goes along, and who is about to leave.

Owns no order: it is handed what was bought and when, and answers with chances. Engines only; what they are
asked about stands in ``orders``.
"""
