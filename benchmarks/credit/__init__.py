"""Credit under many documents."""
