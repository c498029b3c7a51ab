"""Pictures of dispatch."""
