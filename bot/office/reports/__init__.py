"""Today's figures and composed reports in the chat."""
