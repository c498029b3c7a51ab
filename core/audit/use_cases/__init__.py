"""What an auditor can do here, one file for each act."""
