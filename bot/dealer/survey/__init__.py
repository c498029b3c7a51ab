"""Questions of the house, answered with a tap."""
