"""The front door: the home page, the choice of language, accessibility, health."""
