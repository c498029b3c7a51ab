"""Photos of lists and shelf labels that dealers order by (A10).

``looking`` finds writing and barcodes, in a process of its own (``reader``); what they mean is found by
``core.intake.engine.pictures``.
"""
