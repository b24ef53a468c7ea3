"""The tests of ingest.figures."""
