"""The web application: pages for people, a JSON API for programs, one door behind both."""

import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from api.accounts import SignIn
from api.accounts.oidc import identity_provider
from api.imports.imports import Imports
from api.installation import Installation
from api.pages import PAGES
from api.pages.errors import answer_errors
from api.routes import ROUTES
from api.web.middleware import Guard

STATIC = Path(__file__).parent / "static"


def create_app(installation: Installation, clock: Callable[[], int] = lambda: time.time_ns() // 1_000_000) -> FastAPI:
    """The application for one installation. `clock` gives UTC milliseconds."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        app.state.installation = installation
        app.state.clock = clock
        app.state.sign_ins = SignIn(installation.sql, installation.log, installation.settings, clock)
        app.state.provider = identity_provider(app.state.sign_ins, installation.sql, installation.settings, clock)
        app.state.imports = Imports(installation, clock)
        _ = installation.store
        yield
        app.state.imports.close()

    app = FastAPI(
        title="Dolen",
        summary="Linked cases, shared adults of concern and premises, with their evidence.",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
    )
    app.add_middleware(Guard)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for router in (*ROUTES, *PAGES):
        app.include_router(router)
    answer_errors(app)
    return app
