"""How long the warehouse waits."""
