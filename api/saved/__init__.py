"""Saved pictures: which entities, where they stand, what is hidden, grouped and noted. Ids, never what is said."""

from api.saved.picture import KeptPicture, SavedPicture, SentPicture
from api.saved.saved_views import PictureSharing, SavedView, SavedViews
from api.saved.visibility import VisibleToReader, keep_unseen, marks_in, seen_by

__all__ = [
    "KeptPicture",
    "PictureSharing",
    "SavedPicture",
    "SavedView",
    "SavedViews",
    "SentPicture",
    "VisibleToReader",
    "keep_unseen",
    "marks_in",
    "seen_by",
]
