"""What can be done with vans, plans and routes, a file each."""
