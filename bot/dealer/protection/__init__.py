"""A dealer is compensated for prices that fell, and the house decides."""
