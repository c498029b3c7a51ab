"""Alarms about orders, as tasks of the people of the house."""
