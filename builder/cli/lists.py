"""`netgraft blocks`, `examples` and `lessons`: what there is."""

import sys

import typer

from builder.cli.frame import PROBLEMS, AsJson, print_json


def blocks(as_json: AsJson = False) -> None:
    """List the blocks."""
    from builder.registry import default_registry

    catalogue = default_registry().catalogue()
    if as_json:
        print_json(catalogue)
        return
    for category in catalogue["categories"]:
        print(f"\n{category['title']}")
        for block in catalogue["blocks"]:
            if block["category"] == category["id"]:
                print(f"  {block['id']:24} {block['sentence']}")


def examples(as_json: AsJson = False) -> None:
    """List the examples that come with Netgraft."""
    from builder.documents.examples import examples as listed

    rows = [example.to_json() for example in listed()]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        print(f"{row['id']:8} {row['system'] or '':4} {row['title']}")


def lessons(as_json: AsJson = False) -> None:
    """List the lessons that come with Netgraft; a file that cannot be read is named with what is wrong in it."""
    from builder.lessons import faults
    from builder.lessons import lessons as listed

    rows = [lesson.head() for lesson in listed()]
    if as_json:
        print_json(rows)
    else:
        for row in rows:
            print(f"{row['id']:8} {row['system'] or '':4} {row['steps']:2} steps  {row['title']}")
    for name, problems in faults().items():
        print(f"\n{name}", *problems, sep="\n", file=sys.stderr)
    if faults():
        raise typer.Exit(PROBLEMS)
