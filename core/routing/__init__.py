"""Routes of vans: who goes where, when, at what cost, and why a stop cannot be served. No tables."""
