"""The chat front: aiogram over core."""
