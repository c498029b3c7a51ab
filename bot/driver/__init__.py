"""What a driver finds in the chat: the way into the phone app."""
