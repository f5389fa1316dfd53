"""The peers: each file is a script of its own, run by uv in an environment of its own."""
