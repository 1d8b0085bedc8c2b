"""The command that serves the pages: serve."""

from typing import Annotated

import typer

from api.cli.context import err, installation, out
from api.imports.run_import import end_cut_off_loads
from api.installation import Installation
from api.web.server import listen
from graph.errors import SettingsWrong

serve_app = typer.Typer(rich_markup_mode=None)

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@serve_app.command()
def serve(
    host: Annotated[
        str, typer.Option(help="The address to listen on; without a proxy in front, this machine only.")
    ] = ("127.0.0.1"),
    port: Annotated[int, typer.Option(help="The port to listen on.", min=1, max=65535)] = 8000,
) -> None:
    """Serve the pages and the JSON API until stopped (Ctrl+C)."""
    with installation() as opened:
        serve_house(opened, host, port)


def serve_house(opened: Installation, host: str, port: int) -> None:
    """Serve one installation until stopped. Raises `SettingsWrong` where the address cannot be had."""
    import uvicorn

    from api.app import create_app
    from api.web.connections import Bounds, server_config

    with err.status("Opening the graph…"):
        _ = opened.store
        end_cut_off_loads(opened)
    try:
        listening = listen(host, port)
    except OSError as error:
        raise SettingsWrong(
            f"Dolen cannot listen on {host}, port {port}: {error.strerror or error}.", "Give another port: --port."
        ) from None
    out.print(f"Dolen is at http://{f'[{host}]' if ':' in host else host}:{port} (Ctrl+C stops it).", soft_wrap=True)
    if host not in LOOPBACK:
        err.print("Others can reach this address: put a proxy with TLS in front of it (deploy/nginx.conf is a sample).")
    config = server_config(create_app(opened), Bounds.of(opened.settings))
    with listening:
        uvicorn.Server(config).run(sockets=[listening])
