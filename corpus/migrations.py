"""The library's schema, as ordered migrations; append only, a released one is never changed."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database, Migrations

from corpus.errors import LibraryError

library = Migrations("cpkb-library")

_APPLICATION_ID = 0x63706B62  # "cpkb", so that `file` and a curious reader can tell what the file is

_DOCUMENTS = """
create table revision (value integer not null) strict;
insert into revision values (0);
create table document (
    id text primary key,
    name text not null,
    title text not null,
    kind text not null,
    language text not null,
    page_count integer not null,
    size_bytes integer not null,
    added text not null,
    year integer,
    country text,
    rights text not null,
    source_title text,
    source_publisher text,
    source_year integer,
    source_address text,
    source_rights text,
    reading text not null,
    complete_at integer
) strict;
create table page (
    document text not null references document (id) on delete cascade,
    number integer not null,
    text text not null,
    characters integer not null,
    width real not null,
    height real not null,
    words blob not null,
    primary key (document, number)
) strict;
create table failure (
    name text primary key,
    slug text not null,
    reason text not null,
    at text not null
) strict;
"""


@library()
def m001_create_documents(db: Database) -> None:
    """Create documents with their pages, and the failures of files that did not become one."""
    db.execute(f"pragma application_id = {_APPLICATION_ID}")
    db.executescript(_DOCUMENTS)


_CHUNKS = """
create table chunk (
    key integer primary key,
    id text not null unique,
    document text not null references document (id) on delete cascade,
    ordinal integer not null,
    first_page integer not null,
    last_page integer not null,
    start_at integer not null,
    end_at integer not null,
    heading text not null,
    kind text not null,
    language text not null,
    text text not null,
    text_key blob not null,
    unique (document, ordinal)
) strict;
create table facet (
    key integer primary key,
    value text not null unique
) strict;
create table chunk_facet (
    facet integer not null references facet (key),
    chunk integer not null references chunk (key) on delete cascade,
    primary key (facet, chunk)
) strict, without rowid;
create index chunk_facet_by_chunk on chunk_facet (chunk, facet);
create table embedder (
    key integer primary key,
    fingerprint text not null unique,
    dimension integer not null
) strict;
create table vector (
    embedder integer not null references embedder (key) on delete cascade,
    text_key blob not null,
    row blob not null,
    primary key (embedder, text_key)
) strict;
"""


@library()
def m002_create_chunks(db: Database) -> None:
    """Create chunks, the facet values each answers to, and vectors by model and text."""
    db.executescript(_CHUNKS)


_CASES = """
create table case_ (
    id text primary key,
    document text not null references document (id) on delete cascade,
    position integer not null,
    title text not null,
    company text,
    country text,
    year integer,
    status text not null,
    grade text not null,
    sector text,
    baseline text not null,
    notes text not null,
    source_title text not null,
    source_publisher text not null,
    source_year integer,
    source_address text not null,
    source_rights text not null,
    page integer not null
) strict;
create index case_by_document on case_ (document, position);
create table case_concept (
    case_id text not null references case_ (id) on delete cascade,
    relation text not null,
    position integer not null,
    concept text not null,
    primary key (case_id, relation, position)
) strict, without rowid;
create table measure (
    case_id text not null references case_ (id) on delete cascade,
    position integer not null,
    name text not null,
    technique text not null,
    practice text not null,
    description text not null,
    primary key (case_id, position)
) strict;
create table figure (
    case_id text not null references case_ (id) on delete cascade,
    position integer not null,
    role text not null,
    printed text not null,
    unit text not null,
    subject text not null,
    period text not null,
    note text not null,
    page integer not null,
    start_at integer,
    end_at integer,
    primary key (case_id, position)
) strict;
"""


@library()
def m003_create_cases(db: Database) -> None:
    """Create cases with their measures, figures and concepts."""
    db.executescript(_CASES)


_TECHNIQUES = """
alter table document add column work text not null default '';
alter table document add column centre text not null default '';
alter table case_ add column summary text not null default '';
create index document_by_work on document (work, name);
create table technique_sheet (
    document text primary key references document (id) on delete cascade,
    technique text not null,
    content text not null
) strict;
create index technique_sheet_by_technique on technique_sheet (technique);
"""


@library()
def m004_create_technique_sheets(db: Database) -> None:
    """Create what documents explain of techniques; tell of what they are editions and which centre gave them."""
    db.executescript(_TECHNIQUES)


_EVIDENCE = """
alter table document add column media_type text not null default 'application/pdf';
alter table document add column flags text not null default '';
alter table page rename column characters to body_characters;
alter table page add column engine text;
alter table page add column languages text;
alter table page add column confidence real;
alter table chunk add column path text not null default '[]';
alter table chunk add column lead text not null default '';
alter table figure add column of_concept text;
alter table figure add column basis text not null default '';
alter table figure add column low real;
alter table figure add column high real;
alter table figure add column bound text;
alter table figure add column ucum text;
alter table figure add column currency text;
alter table figure add column price_year integer;
alter table figure add column normal_low real;
alter table figure add column normal_high real;
alter table figure add column normal_ucum text;
alter table figure add column normal_currency text;
alter table figure add column normal_year integer;
create table table_ (
    document text not null references document (id) on delete cascade,
    ordinal integer not null,
    first_page integer not null,
    last_page integer not null,
    content text not null,
    primary key (document, ordinal)
) strict;
create table proposal (
    document text not null references document (id) on delete cascade,
    position integer not null,
    content text not null,
    primary key (document, position)
) strict;
create table sketch (
    document text primary key references document (id) on delete cascade,
    text_key text not null
) strict;
create index sketch_by_text on sketch (text_key);
create table sketch_hash (
    hash integer not null,
    document text not null references document (id) on delete cascade,
    primary key (hash, document)
) strict, without rowid;
create index sketch_hash_by_document on sketch_hash (document);
create table case_head (
    case_id text primary key references case_ (id) on delete cascade,
    head text not null references case_ (id) on delete cascade
) strict;
create table same_decision (
    subject text not null,
    first text not null,
    second text not null,
    same integer not null,
    note text not null,
    at text not null,
    primary key (subject, first, second)
) strict;
"""


@library()
def m005_create_evidence(db: Database) -> None:
    """Create tables, proposals and likeness; tell how text was read, what a file holds, what a number means."""
    db.executescript(_EVIDENCE)


_JOBS = """
drop table failure;
create table job (
    path blob primary key,
    name text not null,
    position integer not null,
    document text,
    state text not null,
    slug text not null default '',
    reason text not null default '',
    attempts integer not null default 0,
    page integer not null default 0,
    pages integer not null default 0,
    stage text,
    queued_at text not null,
    started_at text,
    ended_at text
) strict;
create index job_by_position on job (position);
create index job_by_state on job (state, position);
"""


@library()
def m006_create_jobs(db: Database) -> None:
    """Create the queue of files on their way in; it tells of failures too, so what told of them before goes."""
    db.executescript(_JOBS)


def is_current(db: Database, path: Path) -> bool:
    """Tell whether the schema is the one this version knows; False if migrations are pending.

    Raises:
        LibraryError: A newer version of cpkb made it; nothing was changed.
    """
    applied = {migration.name for migration in library.applied(db)}
    known = _known()
    if applied - known:
        raise LibraryError(f"The library {path} was made by a newer version of cpkb. Update cpkb, then try again.")
    return applied == known


def upgrade(db: Database, path: Path) -> None:
    """Apply the pending migrations, each in one transaction.

    Raises:
        LibraryError: A newer version of cpkb made the library; nothing was changed.
    """
    if not is_current(db, path):
        library.apply(db)


def _known() -> set[str]:
    with Database(memory=True, execute_plugins=False) as empty:
        return {migration.name for migration in library.pending(empty)}
