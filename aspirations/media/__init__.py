"""Photos as files: what is let in, what is made of them."""

from aspirations.media.checks import PhotoRefused, check

__all__ = ["PhotoRefused", "check"]
