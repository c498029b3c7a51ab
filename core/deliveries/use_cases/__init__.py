"""What the house does with goods on their way, one act a module."""
