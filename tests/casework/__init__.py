"""What people decide, and who writes it."""
