"""Every page of the application."""

from fastapi import APIRouter

from api.pages import (
    account,
    accounts,
    audit,
    concern,
    entities,
    evidence,
    explorer,
    home,
    importing,
    provider,
    searching,
    signing,
)

PAGES: tuple[APIRouter, ...] = (
    signing.router,
    home.router,
    searching.router,
    concern.router,
    entities.router,
    evidence.router,
    explorer.router,
    account.router,
    accounts.router,
    audit.router,
    importing.router,
    provider.router,
)
