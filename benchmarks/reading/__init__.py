"""How well messages and lines are read, each figure beside a rival."""
