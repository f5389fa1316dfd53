"""Shape: move, cut, pad and resize axes without learning anything."""
