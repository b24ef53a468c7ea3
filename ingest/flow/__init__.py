"""Read files that have no physical pages: Word documents, web pages, Markdown, spreadsheets and delimited text."""
