"""What can be done in the channel."""
