"""Files that dealers send to order by: looked at, confirmed where their columns are in doubt, taken once.

``use_cases`` are the acts, ``repository`` has the SQL; what a table's columns and rows mean is found by
``core.intake.engine.tables``, and bytes become rows by ``core.integrations.master_data.sheets``.
"""
