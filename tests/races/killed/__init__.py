"""The whole service, killed over and over while people work with it (N4)."""
