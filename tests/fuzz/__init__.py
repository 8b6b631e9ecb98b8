"""Files as people send them, spoiled in every way that files are spoiled: a verdict or a clear refusal, nothing else."""
