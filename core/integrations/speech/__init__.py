"""Voice notes that dealers order by: heard by an engine, kept beside the draft, taken once, taken back whole.

``types`` has the port, ``listening`` its choice by setting, ``local`` and ``http`` are its engines; what a
transcript means is found by ``core.intake.engine.speech``.
"""
