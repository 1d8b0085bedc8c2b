"""Every route of the API."""

from fastapi import APIRouter

from api.routes import charts, questions, saved

ROUTES: tuple[APIRouter, ...] = (questions.router, saved.router, charts.router)
