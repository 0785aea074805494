"""Arrays to bodies."""

from postern_inference.media import encode

__all__ = ["encode"]
