"""Every route of the JSON API."""

from fastapi import APIRouter

from api.routes import charts, description, imports, maps, questions, reasons, saved

ROUTES: tuple[APIRouter, ...] = (
    questions.router,
    saved.router,
    charts.router,
    maps.router,
    imports.router,
    reasons.router,
    description.router,
)
