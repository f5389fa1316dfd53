"""`netgraft summary`: tables of the nodes and of the modules."""

from builder.cli.frame import File, or_stop, read


def summary(file: File) -> None:
    """Print a table of the nodes with shapes and parameters, then torchinfo's table of the modules."""
    from builder.planning.summarising import summary as table

    document = read(file)
    print(or_stop(lambda: str(table(document))))
