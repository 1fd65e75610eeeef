"""Machines that act for enterprises: systems of employers, of payroll offices, of providers.

In the words of OAuth a machine is a *client*: an access manager registers it with its public
keys, what it may do (*scopes*) and for whom.  It signs in by signing with its key, and shares no
secret with us.  What it may do today is asked of these tables at every call and at every chunk
of a batch: a machine that was ended, and an office whose client mandate was, act no more.

Do not mix up this client with the client of an office, the enterprise that the office acts for.
"""
