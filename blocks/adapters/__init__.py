"""Adapters: small modules that change a trained network a little, most of them nothing at first."""
