"""What each kind of judgement records: one frozen model for each kind."""
