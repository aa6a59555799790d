"""The roof: web faces, channels and the composition root. Nothing imports it."""
