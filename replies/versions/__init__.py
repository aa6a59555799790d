"""What is published of each account, and what is being written."""
