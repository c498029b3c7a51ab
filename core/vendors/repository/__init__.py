"""All SQL about vendors and what is bought from them."""
