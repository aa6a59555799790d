"""What happens when a message arrives."""
