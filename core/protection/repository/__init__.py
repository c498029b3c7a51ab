"""All SQL of price protection."""
