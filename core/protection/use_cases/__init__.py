"""What can be done about price protection."""
