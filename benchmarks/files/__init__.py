"""Files that dealers order by."""
