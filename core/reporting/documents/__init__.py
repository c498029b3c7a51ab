"""What a report is handed over as: words, pictures, spreadsheets, PDF. Pure, and slow enough for a thread."""
