"""What we notice: the mood of what customers write."""
