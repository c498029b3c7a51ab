"""Understanding a message, in two halves: ``reading`` says what stands there, ``matching`` which product.

Shared by both: ``units`` and ``lexicon`` (words for units and the like in four languages), ``folding`` and
``hanzi`` (one way of writing for letters and characters).
"""
