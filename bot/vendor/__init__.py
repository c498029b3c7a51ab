"""Purchase orders in the chat: the vendor's answers, and the ways out of the house."""
