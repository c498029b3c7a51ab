"""All SQL of conversations, answers and surveys."""
