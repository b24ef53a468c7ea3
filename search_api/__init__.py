"""Services over the library and the index, and their JSON over HTTP; knows nothing of HTML."""
