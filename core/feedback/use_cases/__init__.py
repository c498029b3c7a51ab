"""What can be said about us, and how often we ask."""
