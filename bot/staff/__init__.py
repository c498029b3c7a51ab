"""What people of the house do in the chat."""
