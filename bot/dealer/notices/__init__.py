"""Each person chooses which news to get."""
