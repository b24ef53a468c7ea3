"""Server-rendered pages on the services of search_api; holds no logic."""
