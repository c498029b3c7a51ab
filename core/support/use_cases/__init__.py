"""What people of a dealer and of the house do about a conversation; what the office answers and asks."""
