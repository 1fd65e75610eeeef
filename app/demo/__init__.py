"""The demo population and the demo identity provider; never part of production."""
