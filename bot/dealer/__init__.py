"""What dealers do in the chat."""
