"""What people can do here, one file for each act."""
