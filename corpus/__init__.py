"""The truth: the library, the vocabularies, the starter collection, and the types that every room speaks."""
