"""Every route of the JSON API."""

from fastapi import APIRouter

from api.routes import (
    arranging,
    charts,
    deciding,
    description,
    imports,
    maps,
    packs,
    questions,
    reasons,
    saved,
    withdrawing,
)

ROUTES: tuple[APIRouter, ...] = (
    questions.router,
    saved.router,
    withdrawing.router,
    deciding.router,
    arranging.router,
    charts.router,
    maps.router,
    packs.router,
    imports.router,
    reasons.router,
    description.router,
)
