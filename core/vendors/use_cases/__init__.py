"""What can be done about vendors and purchase orders: a command and its function in each file."""
