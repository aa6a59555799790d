"""Where messages come in and answers go out, one package per platform."""
