"""Deliveries: pick lists, packing, shipments, and where they are.

Owns shipments from the moment a pick list takes their goods until somebody has signed for them. Promises
that what was ordered is always either on one shipment, still reserved, or parted off the order with a reason.
"""
