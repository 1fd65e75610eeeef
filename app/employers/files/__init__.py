"""Files of registrations on the employer's pages: sent, followed, and their answers fetched."""
