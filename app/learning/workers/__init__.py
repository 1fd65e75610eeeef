"""A whole workforce with its learning accounts: found, sorted, counted and added up in SQL.

Figures are the kept ones (:mod:`app.learning.keeping`) where they are in step with what is known.
Those of the few that are not, such as a worker of whom a training was just registered, are
worked out while the page waits and take the place of the kept ones before anything is
filtered, sorted or added up: a list never contradicts itself or the worker's own page.  Where very
many are behind, the kept figures stand, and the page says that they are being worked out again.
"""
