"""Forms of meetings."""

"""What staff and the invited type."""
