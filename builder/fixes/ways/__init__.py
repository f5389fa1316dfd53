"""Ways to fixes, a theme a file."""
