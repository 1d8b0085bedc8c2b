"""Every route of the JSON API."""

from fastapi import APIRouter

from api.routes import (
    arrangement,
    charts,
    decisions,
    description,
    imports,
    maps,
    packs,
    partners,
    questions,
    reasons,
    sanitised_items,
    saved,
    withdrawal,
)

ROUTES: tuple[APIRouter, ...] = (
    questions.router,
    saved.router,
    withdrawal.router,
    decisions.router,
    sanitised_items.router,
    arrangement.router,
    charts.router,
    maps.router,
    packs.router,
    partners.router,
    imports.router,
    reasons.router,
    description.router,
)
