"""/audit: who did what, when and from where."""
