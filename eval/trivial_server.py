"""The smallest FastAPI server there is, to compare the product's with: `python -m eval.trivial_server PORT`."""

from __future__ import annotations

import sys

import uvicorn
from fastapi import FastAPI
from fastapi.responses import Response

_BODY = b'{"ok":true}'


def create_app() -> FastAPI:
    """Return an application that answers every request for /healthz with the same bytes."""
    app = FastAPI()

    @app.get("/healthz")
    def healthz() -> Response:
        """Answer."""
        return Response(_BODY, media_type="application/json")

    return app


if __name__ == "__main__":
    uvicorn.run(create_app(), host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", access_log=False)
