"""An order for a dealer, put together by somebody of the house."""
