"""What is printed of deliveries."""
