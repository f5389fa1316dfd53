"""``python -m builder``: the ``netgraft`` command, for launchers such as torchrun."""

from builder.cli import main

if __name__ == "__main__":
    main()
