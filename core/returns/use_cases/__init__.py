"""What people of dealers and of the house do with returns."""
