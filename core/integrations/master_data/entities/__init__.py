"""Every table with its two functions: how it is read as records, and how rows are checked and written."""
