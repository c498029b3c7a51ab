"""What each act of a phone does, in the transaction that keeps it."""
