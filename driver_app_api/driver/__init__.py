"""What drivers' phones call: sign-in, the day, acts, photos."""
