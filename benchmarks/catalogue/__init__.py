"""The catalogue in the chat: how fast a search answers, and how good it is."""
