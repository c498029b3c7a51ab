"""All SQL about drafts and about placed orders."""
