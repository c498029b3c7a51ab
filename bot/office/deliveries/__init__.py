"""Pick lists, packing, shipments: what the warehouse does in the chat."""
