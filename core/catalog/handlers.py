"""Every command and query of the catalogue itself, and the function that does it."""

from __future__ import annotations

from core.catalog.use_cases.name_product import NameProduct, name_product
from core.catalog.use_cases.set_picture import (
    LoadPicture,
    RemovePicture,
    SetPicture,
    clean_and_keep,
    load_picture,
    remove_picture,
    set_picture,
)
from core.infra.door import Handler

HANDLERS: dict[type, Handler] = {
    LoadPicture: Handler(load_picture),
    NameProduct: Handler(name_product),
    RemovePicture: Handler(remove_picture),
    SetPicture: Handler(set_picture, prepare=clean_and_keep),
}
