"""Every page of the application."""

from fastapi import APIRouter

from api.pages import concern, entities, evidence, explorer, home, searching, signing

PAGES: tuple[APIRouter, ...] = (
    signing.router,
    home.router,
    searching.router,
    concern.router,
    entities.router,
    evidence.router,
    explorer.router,
)
