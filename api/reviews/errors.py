"""What can go wrong with a review besides what `graph.errors` has."""

from graph.errors import DolenError


class ReviewChanged(DolenError):
    """Somebody, perhaps the same person in another window, saved the review meanwhile; nothing was overwritten."""
