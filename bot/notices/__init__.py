"""Events of the journal become messages to the people concerned."""
