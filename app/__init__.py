"""The portal.  Its rooms, their order and their drawers: ``docs/house.md``."""
