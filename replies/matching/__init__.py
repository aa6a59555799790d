"""Which rule answers, and why."""
