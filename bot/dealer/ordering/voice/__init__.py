"""Voice notes that a dealer orders by."""
