"""Open the builder in the browser: ``uv run app.py``."""

from builder.cli import main

if __name__ == "__main__":
    import sys

    sys.argv.insert(1, "serve")
    main()
