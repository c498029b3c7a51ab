"""A human when one is needed, the office's answers to common questions, and what dealers think of it all."""
