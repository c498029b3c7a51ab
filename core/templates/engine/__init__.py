"""What templates come to: filled up to par, and the days of a schedule. Pure."""
