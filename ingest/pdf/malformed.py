"""What pypdf raises on a malformed file."""

from __future__ import annotations

from pypdf.errors import DependencyError, PyPdfError

# pypdf reports most damage as PyPdfError (LimitReachedError is one too, PdfReadError is not its parent);
# the others come up from objects of the wrong type or shape, anywhere in the file.
MALFORMED = (
    PyPdfError,
    DependencyError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
