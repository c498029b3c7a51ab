"""Looking at placed orders."""
