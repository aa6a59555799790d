"""The ways to CRMs, one file or folder each, and what several of them need."""
