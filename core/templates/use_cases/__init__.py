"""What can be done with templates and standing orders."""
