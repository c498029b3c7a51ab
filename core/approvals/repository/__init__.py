"""All SQL about approvals: the rules and who stands where, and the requests."""
