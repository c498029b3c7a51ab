"""What the house does about deliveries: money of the door, causes, what it wants of proofs."""
