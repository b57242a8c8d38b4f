"""How results look in a terminal; the jobs themselves are elsewhere."""
