"""Case reviews: which children a chair discusses together, saved and shared."""

from api.reviews.errors import ReviewChanged
from api.reviews.review import Draft, Review
from api.reviews.reviews import Reviews

__all__ = ["Draft", "Review", "ReviewChanged", "Reviews"]
