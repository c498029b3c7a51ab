"""Pure rules of the channel."""
