"""What is written on a photographed page: pieces of writing and barcodes become rows of goods."""

from core.intake.engine.pictures.page import read_page
from core.intake.engine.pictures.placing import is_on_its_side

__all__ = ["is_on_its_side", "read_page"]
