"""Errors of saved reviews, in addition to those in `graph.errors`."""

from graph.errors import DolenError


class ReviewChanged(DolenError):
    """Somebody, perhaps the same person in another window, saved the review meanwhile; nothing was overwritten."""
