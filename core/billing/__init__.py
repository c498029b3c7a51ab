"""Billing: invoices, credit notes, payments and statements.

Owns documents, their numbers and what is written on them. What is still open stands in the credit ledger
alone; every document posts to it in its own transaction.
"""
