"""A human for a dealer who wants one, and the office's answers to common questions."""
