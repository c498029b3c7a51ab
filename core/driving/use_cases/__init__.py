"""What drivers, dealers and the house do about deliveries."""
