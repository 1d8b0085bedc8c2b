"""Settings as the variables by which another process is given them."""

import os

from graph.settings import Settings


def as_environment(settings: Settings) -> dict[str, str]:
    """This process's environment, with the variables that make another process open the same graph."""
    return {
        **os.environ,
        "DOLEN_HOME": str(settings.home),
        "DOLEN_STORE": settings.store,
        "DOLEN_STORE_PASSWORD": settings.store_password.get_secret_value(),
        "DOLEN_SQL": settings.sql,
        "DOLEN_ENGINE_LINGER": str(settings.engine_linger),
        "DOLEN_ENGINE_MEMORY": str(settings.engine_memory),
        "DOLEN_ENGINE_OPTIONS": settings.engine_options,
        "DOLEN_QUERY_SECONDS": str(settings.query_seconds),
    }
