"""SQL of dispatch, nowhere else."""
