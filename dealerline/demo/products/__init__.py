"""The product families of the demo company; each module gives drafts, :mod:`.assemble` makes the list."""
