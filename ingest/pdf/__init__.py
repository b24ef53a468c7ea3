"""What a PDF engine and pypdf say of a PDF."""
