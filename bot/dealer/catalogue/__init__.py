"""The catalogue in the pocket: places, lists, the card of a product and its picture."""
