"""Saved pictures: which entities, where they stand, what is hidden, grouped and noted. Ids, never what is said."""

from api.saved.picture import SavedPicture
from api.saved.resolving import Visible, keep_unseen, seen_by
from api.saved.views import SavedView, SavedViews

__all__ = ["SavedPicture", "SavedView", "SavedViews", "Visible", "keep_unseen", "seen_by"]
