"""Every page of the application."""

from fastapi import APIRouter

from api.pages import account, accounts, audit, concern, entities, evidence, home, importing, provider, signing

PAGES: tuple[APIRouter, ...] = (
    signing.router,
    home.router,
    entities.router,
    evidence.router,
    concern.router,
    account.router,
    accounts.router,
    audit.router,
    importing.router,
    provider.router,
)
