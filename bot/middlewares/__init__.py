"""Around every update: who writes, in which language, how fast, and what to say when it fails."""
