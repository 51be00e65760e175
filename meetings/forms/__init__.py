"""What staff and the invited type; each room one concern."""
