"""Rules of day plans: pure."""
