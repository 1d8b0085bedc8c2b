"""Every page of the application."""

from fastapi import APIRouter

from api.pages import account, accounts, concern, entities, evidence, home, provider, signing

PAGES: tuple[APIRouter, ...] = (
    signing.router,
    home.router,
    entities.router,
    evidence.router,
    concern.router,
    account.router,
    accounts.router,
    provider.router,
)
