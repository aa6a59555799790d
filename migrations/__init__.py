"""The schema's history. A migration that has landed is never edited."""
