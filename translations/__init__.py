"""The catalogues of the portal's sentences in French, Dutch and German; English is the source."""
