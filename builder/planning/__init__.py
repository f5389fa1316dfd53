"""From a document to its plan: every shape, size and problem, kept as long as it holds."""
