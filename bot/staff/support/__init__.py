"""Conversations with dealers: taken, answered, handed back."""
