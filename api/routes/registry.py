"""Every route of the JSON API."""

from fastapi import APIRouter

from api.routes import charts, description, questions, saved

ROUTES: tuple[APIRouter, ...] = (questions.router, saved.router, charts.router, description.router)
