"""What a script would answer, seen before it is published."""
