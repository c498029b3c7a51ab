"""What the back office does about prices, one file for each act."""
