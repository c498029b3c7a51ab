"""Rebate programmes: made, changed, ended, settled."""
