"""A person's own safety: chats that may act in their name, and the second factor."""
