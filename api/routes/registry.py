"""Every route of the JSON API."""

from fastapi import APIRouter

from api.routes import description, questions

ROUTES: tuple[APIRouter, ...] = (questions.router, description.router)
