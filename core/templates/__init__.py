"""Templates: lists of goods that a dealer keeps, orders from, fills up to, or has ordered on a schedule.

``engine`` compares, fills up and counts days, pure; ``repository`` has the SQL; ``use_cases`` are the acts.
"""
