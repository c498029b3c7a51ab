"""All SQL about billing, by what it is about."""
