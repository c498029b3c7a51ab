"""Surveys as a picture and as a table."""
