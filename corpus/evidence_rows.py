"""How tables and proposals stand in the database: as JSON, since they are only ever read whole."""

from __future__ import annotations

import dataclasses

import orjson
from pydantic import TypeAdapter

from corpus.model import CaseProposal, Table

_TABLE = TypeAdapter(Table)
_PROPOSAL = TypeAdapter(CaseProposal)


def packed(value: Table | CaseProposal) -> str:
    """Return a table or a proposal as JSON."""
    return orjson.dumps(dataclasses.asdict(value)).decode()


def table_of(content: str) -> Table:
    """Make a table of its JSON."""
    return _TABLE.validate_json(content)


def proposal_of(content: str) -> CaseProposal:
    """Make a proposal of its JSON."""
    return _PROPOSAL.validate_json(content)
