"""When somebody is at the office, and which answer fits a question. Pure."""
