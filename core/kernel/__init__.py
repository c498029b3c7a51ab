"""Words every part shares: money, quantity, ids, clock, actor, command, events, errors, reasons.

Standard library only; nothing here knows a database, a chat or a web server.
"""
