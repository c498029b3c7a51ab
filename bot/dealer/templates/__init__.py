"""Templates and standing orders in the chat."""
