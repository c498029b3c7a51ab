"""Inline mode: what somebody types behind the bot's name is searched while it is typed."""
