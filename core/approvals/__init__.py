"""Approvals: a request to decide about an exception. Knows only its own states."""
