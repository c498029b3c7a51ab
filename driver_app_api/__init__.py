"""The HTTP front: FastAPI over core. Signed webhooks in, health and metrics out."""
