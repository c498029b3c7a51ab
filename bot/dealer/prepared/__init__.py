"""An order that somebody of the house has prepared: to be taken with a tap, or not."""
