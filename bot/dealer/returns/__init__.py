"""A dealer sends goods back, the house decides, and the store gets them."""
