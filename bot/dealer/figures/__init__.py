"""Own figures as pictures."""
