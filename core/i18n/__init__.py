"""Words, money, dates and numbers in the reader's language; for fronts and printed documents only."""
