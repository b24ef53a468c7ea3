"""What a document seems to say of Cleaner Production cases, field by field, each with the words that say it."""
