"""The script language: what staff may write, and what it means as plain data."""
