"""The routing engine beside others, on public data."""
