"""The tests, by what they are about."""

import gc

# All that is loaded and shared lives as long as the process: looking through it again and again
# for something to throw away took every sixth second of the processor.
gc.set_threshold(50_000, 20, 100)
