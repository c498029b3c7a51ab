"""The routing engine; every rule is stated in the module that keeps it."""
