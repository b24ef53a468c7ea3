"""The process in which a file is read, and what it may not do."""
