"""Saved pictures: which entities, where they stand, what is hidden, grouped and noted. Ids, never what is said."""

from api.saved.picture import SavedPicture
from api.saved.resolving import keep_unseen, seen_by
from api.saved.views import SavedView, SavedViews

__all__ = ["SavedPicture", "SavedView", "SavedViews", "keep_unseen", "seen_by"]
