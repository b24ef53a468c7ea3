"""Read the text of pages from their images (OCR), where the file holds none or none that can be used."""
