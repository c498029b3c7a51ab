"""All SQL about deliveries."""
