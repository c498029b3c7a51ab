"""What a turn of the conversation costs, beside bare database work and a bare dispatcher."""
