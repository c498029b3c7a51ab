"""Tables that dealers send: which column is what, and what each row orders.

``cells`` reads single cells, ``columns`` finds the header and the columns, ``rows`` finds the products.
"""

from core.intake.engine.tables.columns import Layout, LayoutFound, Role, find_layout, is_pasted_table
from core.intake.engine.tables.rows import FaultCode, RowFault, TableRead, read_rows

__all__ = [
    "FaultCode",
    "Layout",
    "LayoutFound",
    "Role",
    "RowFault",
    "TableRead",
    "find_layout",
    "is_pasted_table",
    "read_rows",
]
