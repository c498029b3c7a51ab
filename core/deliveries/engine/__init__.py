"""Pure rules of deliveries: waves, lots, stages of an order, barcodes."""
