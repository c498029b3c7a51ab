"""All SQL of alarms: the orders that are watched, and the tasks."""
