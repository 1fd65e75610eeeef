"""The systems that act for an enterprise: registering one, its keys, what it may do, its end."""
