"""Bodies to arrays."""

from postern_inference.media import decode

__all__ = ["decode"]
