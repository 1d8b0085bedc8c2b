"""Every page of the application."""

from fastapi import APIRouter

from api.pages import (
    access,
    account,
    accounts,
    alarms,
    audit,
    children,
    concern,
    entities,
    evidence,
    explorer,
    home,
    identity,
    importing,
    paper,
    provider,
    resting,
    review,
    reviews,
    searching,
    second_factor,
    seraf,
    signing,
)

PAGES: tuple[APIRouter, ...] = (
    signing.router,
    home.router,
    searching.router,
    access.router,
    account.router,
    second_factor.router,
    accounts.router,
    alarms.router,
    audit.router,
    children.router,
    concern.router,
    seraf.router,  # before the page of a child, whose address takes whatever follows
    entities.router,
    evidence.router,
    explorer.router,
    identity.router,
    importing.router,
    paper.router,
    provider.router,
    resting.router,
    review.router,
    reviews.router,
)
