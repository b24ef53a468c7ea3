"""Every situation a person can meet, as one exception each; docs/errors.md explains them.

The message says what happened and what to do next. The command line prints it and exits with
`exit_code`; the API turns it into a problem document (RFC 9457) with `status` and `slug`.
"""

from __future__ import annotations


class CpkbError(Exception):
    """Base of all errors that are meant for a person."""

    exit_code = 1
    status = 500  # HTTP status the API answers with
    slug = "internal-error"  # last part of the problem's type URI; an anchor in docs/errors.md


class UsageError(CpkbError):
    """What was asked cannot be understood."""

    exit_code = 2
    status = 400
    slug = "bad-request"


class UnknownFacetValueError(UsageError):
    """A filter names a value that the library does not know."""

    slug = "unknown-facet-value"


class QueryTooLongError(UsageError):
    """The query is longer than a person would type."""

    status = 413
    slug = "query-too-long"


class NotFoundError(CpkbError):
    """Base: the thing that was named does not exist here."""

    status = 404
    slug = "not-found"


class DocumentNotFoundError(NotFoundError):
    """No document with this SHA-256."""

    slug = "document-not-found"


class PageNotFoundError(NotFoundError):
    """The document has no page with this number."""

    slug = "page-not-found"


class CaseNotFoundError(NotFoundError):
    """No case with this id."""

    slug = "case-not-found"


class CentreNotFoundError(NotFoundError):
    """No centre with this id."""

    slug = "centre-not-found"


class ConceptNotFoundError(NotFoundError):
    """No concept with this id in the vocabularies."""

    slug = "concept-not-found"


class VocabularyNotFoundError(NotFoundError):
    """No vocabulary with this name."""

    slug = "vocabulary-not-found"


class LibraryError(CpkbError):
    """The library cannot be opened, read or written."""

    slug = "library-unavailable"
    status = 503


class LibraryBusyError(LibraryError):
    """Another process is writing to the library."""

    slug = "library-busy"


class DiskFullError(LibraryError):
    """There is no room left for what was to be written; nothing of it was kept."""

    slug = "disk-full"
    status = 507


class VocabularyError(CpkbError):
    """A vocabulary file is wrong; nothing of it was loaded."""

    slug = "vocabulary-error"


class CollectionError(CpkbError):
    """A file that people write is wrong: a record, a description beside a PDF, a list of centres."""

    slug = "collection-error"


class IntakeError(CpkbError):
    """Base: one file could not become a document; the rest of the batch goes on."""

    exit_code = 3
    status = 422
    slug = "intake-failed"


class PathNotFoundError(IntakeError):
    """The path to ingest does not exist or cannot be read."""

    slug = "path-not-found"


class EmptyFileError(IntakeError):
    """The file has no bytes."""

    slug = "empty-file"


class UnsupportedFileError(IntakeError):
    """The file's content is of no kind that can be read, whatever its name says."""

    status = 415
    slug = "unsupported-file"


class DamagedFileError(IntakeError):
    """The DOCX, XLSX, web page or text is truncated or broken beyond reading."""

    slug = "damaged-file"


class DamagedPdfError(IntakeError):
    """The PDF is truncated or broken beyond reading."""

    slug = "damaged-pdf"


class PasswordError(IntakeError):
    """The PDF needs a password to be opened."""

    slug = "password-needed"


class NoPagesError(IntakeError):
    """The PDF holds no page."""

    slug = "no-pages"


class UnknownCentreError(IntakeError):
    """The description of a file names a centre that is not in the directory."""

    slug = "unknown-centre"


class CaseTakenError(IntakeError):
    """Another document tells a case of the same id already."""

    slug = "case-taken"


class NoTextError(IntakeError):
    """No page has a text layer: the PDF is a scan."""

    slug = "no-text-layer"


class LimitError(IntakeError):
    """The PDF passed a limit of time, memory, pages or text while being read or drawn."""

    slug = "limit-passed"


class QuarantinedError(IntakeError):
    """The file killed or overran the process that read it more than once; it is not tried again unasked."""

    slug = "quarantined"


class DrawingBusyError(CpkbError):
    """More pages are asked for than can be drawn at once; a little later they can."""

    status = 503
    slug = "drawing-busy"


class IndexUnavailableError(CpkbError):
    """No index generation can be searched: none was built, or the only one is damaged."""

    status = 503
    slug = "index-unavailable"


class ModelUnavailableError(CpkbError):
    """The embedding model cannot be had or does not verify; keyword search still works."""

    status = 503
    slug = "model-unavailable"


class PortInUseError(CpkbError):
    """Another program listens on the port."""

    slug = "port-in-use"


class SettingsError(UsageError):
    """A setting has a value that cannot be used."""

    slug = "bad-setting"


class EvaluationError(CpkbError):
    """Quality or speed cannot be measured here."""

    slug = "evaluation-failed"


class JudgementFileError(EvaluationError):
    """A file of questions or judgements is missing or malformed; nothing was measured."""

    exit_code = 2
    slug = "bad-judgement-file"
