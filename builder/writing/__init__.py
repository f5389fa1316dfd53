"""The generated source in its parts: calls, the code of ours that travels along, forward passes and classes."""
