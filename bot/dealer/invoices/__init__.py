"""Invoices, statements, payments and due dates of the own dealer, and their files."""
