"""Pure rules of reporting: fields, periods, words, tables, measures, and when a report is due."""
