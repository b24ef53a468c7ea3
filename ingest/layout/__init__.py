"""From words with boxes to running text in reading order."""
