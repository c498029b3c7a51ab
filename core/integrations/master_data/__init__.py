"""Master data as files: one table a file, CSV or Excel, in and out.

An import takes the whole file or none of it. Each bad row is named with its number, column, value and one
reason; the same file twice changes nothing.
"""
