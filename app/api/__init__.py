"""The integrators' door: ``/api/v1``."""
