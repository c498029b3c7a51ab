"""What can be done with a voice note."""
