"""All SQL of driving."""
