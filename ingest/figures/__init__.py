"""Numbers with meaning: read, given a unit, brought to one unit a dimension, and told apart by what they say."""
