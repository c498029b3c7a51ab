"""What can be done with a file that a dealer sent."""
