"""Declarations as received (Dimona, DmfA, registers, reports), kept whole, read into facts."""
