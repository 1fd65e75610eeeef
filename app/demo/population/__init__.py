"""The demo population: people, enterprises and careers invented from a seed.

It knows the messages by which the outside world declares facts, and writes them as files,
exactly as they would arrive; it never touches the database.  The people of the story
(Amina, Bram, Chloé and five more) are the same for every seed, all others follow from it.
Names, numbers and enterprises are invented; joint committees, weekly hours and codes are not.
"""

from app.demo.population.personas import NAMES
from app.demo.population.writing import Population, write_population

__all__ = ["NAMES", "Population", "write_population"]
