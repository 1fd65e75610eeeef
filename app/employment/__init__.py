"""Who worked where, when, under which regime.

Dimona tells at once when an employment starts and ends; DmfA tells after each quarter, line by
line, how much was worked and paid.  An employment is what the two say together.  Declarations
are facts and stay; employments are derived from them and carry versions.
"""
