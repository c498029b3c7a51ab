"""Reporting: measures of the house, composed reports, their delivery by the clock. It reads all others."""
