"""A round of evaluation: opened once for a period, a cut and a rule set, with a sheet per unit."""
