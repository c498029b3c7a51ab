"""The product index: built once from the catalogue, changed in small steps, read by many at once."""

from core.intake.engine.matching.index.catalog import CatalogIndex

__all__ = ["CatalogIndex"]
