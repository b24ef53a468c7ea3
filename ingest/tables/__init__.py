"""Tables: found on a page by rules and by alignment, put row by row, joined over page breaks."""
