"""What can be done with master data: import tables, export a table."""
