"""The JSON API for programs: every question, saved pictures and exports, through the same visit as the pages."""

from api.routes.registry import ROUTES

__all__ = ["ROUTES"]
