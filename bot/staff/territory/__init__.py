"""The rep's day: the own dealers, who has fallen silent, what came overnight, and orders for a dealer."""
