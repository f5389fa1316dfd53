"""Abstract bases that similar blocks share; they hold no state and are no category of the registry."""
