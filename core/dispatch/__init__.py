"""Dispatch: vans, day plans, routes and their stops, and what a driver does on the way.

Owns which van brings which packed shipment when. Promises that a shipment stands on one live stop at most,
that no plan is shown which an independent checker has not passed, and that only those are told of a change
whose window moves.
"""
