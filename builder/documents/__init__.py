"""A document: the graph as data, read, validated, edited, compared and stored. No torch."""
