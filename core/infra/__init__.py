"""What the domains stand on: settings, database, transaction, journal, queue, door, log, telemetry."""
