"""How Dealerline is started: the command line, serve, the demo company and the sandbox."""
