"""The rules of the lint, a theme a file."""
