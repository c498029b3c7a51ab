"""The house decides about returns and gets the goods."""
