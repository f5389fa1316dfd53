"""Edits inside a node's network: planned (`operate`), done (`live`), receipted, measured, and repeated elsewhere."""
