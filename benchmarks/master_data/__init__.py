"""What importing master data costs, beside bare inserts of the same rows."""
