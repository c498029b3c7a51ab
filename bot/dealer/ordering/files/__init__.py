"""Files and pasted tables that a dealer orders by."""
