"""Who may act for an enterprise: the first connection, people and their roles, offices, clients."""
