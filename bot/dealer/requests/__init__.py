"""What a dealer does while something waits for the house, and asks of it: better prices, quotations."""
