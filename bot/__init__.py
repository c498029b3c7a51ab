"""The chat front: aiogram over core. Parses, runs one command, builds a pure screen, shows it."""
