"""All SQL of reporting: what is counted, the rows of each subject, and what people have saved."""
