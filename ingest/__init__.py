"""A file becomes pages, chunks and concepts; knows nothing of ranking."""
