"""How content dealers are: asked after a delivery; who is not content is looked after (A22)."""
