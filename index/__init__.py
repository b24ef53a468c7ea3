"""Query understanding, searchers, the embedder and index generations; knows nothing of HTTP."""
