"""Serve the application on one port, and say where it is."""

from __future__ import annotations

import errno
import socket
from contextlib import closing, suppress
from urllib.parse import quote_plus

import click
import uvicorn

from corpus.errors import PortInUseError
from search_api.services import EXAMPLES, Services
from web.app import create_app

LONGEST_REQUEST = 3 << 20  # bytes of a request's head: enough to tell a person that the question is too long
MOST_CONNECTIONS = 256  # a room of 30 with 6 connections each, and as many robots; more are told to come back


def serve_app(services: Services, host: str, port: int) -> None:
    """Serve until the process is told to stop.

    Raises:
        PortInUseError: The address cannot be listened on; nothing was started.
    """
    listener = _listen(host, port)
    config = uvicorn.Config(
        create_app(services),
        log_level="warning",
        access_log=False,
        server_header=False,
        h11_max_incomplete_event_size=LONGEST_REQUEST,
        limit_concurrency=MOST_CONNECTIONS,
    )
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"cpkb is ready: http://{shown}:{port}")
    click.echo(f"Try: http://{shown}:{port}/search?q={quote_plus(EXAMPLES['visit'][0])}")
    click.echo("Stop it with Ctrl-C.")
    with closing(listener), suppress(KeyboardInterrupt):  # uvicorn raises it again after it has closed everything
        uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything is promised, so that the message can name what to do."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol must be named: asyncio sends small answers at once (TCP_NODELAY) only on such sockets.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        why = "is used by another program" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
        raise PortInUseError(
            f"Port {port} on {host} {why}. Stop that program or choose another port: "
            f"`make run PORT={port + 1 if port < 65535 else 8000}` or `cpkb serve --port ...`."
        ) from error
    return listener
