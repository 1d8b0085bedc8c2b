"""Every route of the JSON API."""

from fastapi import APIRouter

from api.routes import arranging, charts, description, imports, maps, questions, reasons, saved

ROUTES: tuple[APIRouter, ...] = (
    questions.router,
    saved.router,
    arranging.router,
    charts.router,
    maps.router,
    imports.router,
    reasons.router,
    description.router,
)
