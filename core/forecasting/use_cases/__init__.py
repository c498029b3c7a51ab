"""What somebody can do about forecasts."""
