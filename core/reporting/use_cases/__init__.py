"""What can be done with figures: see today, compose, keep, schedule and take reports."""
