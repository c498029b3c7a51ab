"""The catalogue: products, their names in each language, packs, barcodes, substitutes, and approved lists.

Every change takes the next number of the catalogue's change counter, so that a process can bring its
search index up to date by asking for what changed since.
"""
