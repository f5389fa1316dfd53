"""`netgraft serve`: the builder in the browser."""

from typing import Annotated

import typer


def serve(
    port: Annotated[int, typer.Option(help="Port of the page.")] = 7860,
    host: Annotated[str, typer.Option(help="Address to bind to.")] = "127.0.0.1",
    public: Annotated[bool, typer.Option("--public", help="Allow an address that others can reach.")] = False,
    login: Annotated[str, typer.Option(help="NAME:PASSWORD that visitors must give.")] = "",
) -> None:
    """Open the builder in the browser."""
    from builder.ui.server.serve import serve as start

    start(host=host, port=port, public=public, login=login or None)
