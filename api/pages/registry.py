"""Every page of the application."""

from fastapi import APIRouter

from api.pages import concern, entities, evidence, home, searching, signing

PAGES: tuple[APIRouter, ...] = (
    signing.router,
    home.router,
    searching.router,
    entities.router,
    evidence.router,
    concern.router,
)
