"""Every page of the application."""

from fastapi import APIRouter

from api.pages import (
    children,
    concern,
    entities,
    evidence,
    explorer,
    home,
    paper,
    review,
    reviews,
    searching,
    signing,
)

PAGES: tuple[APIRouter, ...] = (
    signing.router,
    home.router,
    searching.router,
    children.router,
    concern.router,
    entities.router,
    evidence.router,
    explorer.router,
    paper.router,
    review.router,
    reviews.router,
)
