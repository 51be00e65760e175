"""Papers of meetings: what they say; templates/documents sets them."""
