"""The ways to CRMs, one file each."""
