"""The printed pick list."""
