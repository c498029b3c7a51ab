"""What can be done about alarms and tasks: a command and its function in each file."""
