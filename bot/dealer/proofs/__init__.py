"""Proofs of delivery in the chat."""
