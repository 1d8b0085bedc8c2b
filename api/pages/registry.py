"""Every page of the application."""

from fastapi import APIRouter

from api.pages import children, concern, entities, evidence, home, paper, review, reviews, signing

PAGES: tuple[APIRouter, ...] = (
    signing.router,
    paper.router,
    home.router,
    children.router,
    entities.router,
    evidence.router,
    concern.router,
    reviews.router,
    review.router,
)
