"""What can be done with a photo that a dealer sent."""
