"""From a message to an order number."""
