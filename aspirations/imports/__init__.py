"""Tables of reports from elsewhere: read in a process apart, columns guessed, rows checked; no models."""
