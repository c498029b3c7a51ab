"""Understanding a message: pure functions, one chapter a file."""
