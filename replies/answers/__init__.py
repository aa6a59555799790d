"""What may be said, and the facts in it."""
