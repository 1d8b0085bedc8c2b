"""Case reviews: which children a chair discusses together, saved and shared."""

from api.reviews.errors import ReviewChanged
from api.reviews.review import Review, ReviewDraft
from api.reviews.reviews import Reviews

__all__ = ["Review", "ReviewChanged", "ReviewDraft", "Reviews"]
