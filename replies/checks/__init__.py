"""Checking, always on: what is wrong with a script before anything is said from it. Pure: no clock, no database."""
