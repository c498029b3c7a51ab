"""What is kept of what dealers say."""
