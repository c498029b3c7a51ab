"""The HTTP front: FastAPI over core."""
