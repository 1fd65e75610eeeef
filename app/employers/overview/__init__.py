"""The workforce's learning at a glance: what was granted, used, planned and is left; drawn."""
