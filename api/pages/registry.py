"""Every page of the application."""

from fastapi import APIRouter

from api.pages import concern, entities, evidence, home, review, reviews, signing

PAGES: tuple[APIRouter, ...] = (
    signing.router,
    home.router,
    entities.router,
    evidence.router,
    concern.router,
    reviews.router,
    review.router,
)
