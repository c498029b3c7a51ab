"""What is due, by the dealer's own rhythm. Pure."""

from core.forecasting.engine.choosing import also_taken, choose_due
from core.forecasting.engine.rhythm import occasions_of, rank_due

__all__ = ["also_taken", "choose_due", "occasions_of", "rank_due"]
