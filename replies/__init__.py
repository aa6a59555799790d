"""What we say: scripts, matching, rendering, versions."""
