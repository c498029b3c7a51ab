"""Photos of lists and shelf labels that a dealer orders by, and the originals that orders were read from."""
