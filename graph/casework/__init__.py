"""What people decide, written by one writer: versions that name what they replace, checked and entered in the log."""
