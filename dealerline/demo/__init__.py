"""The demo company "MegaDistro Solutions": invented, generated, the same for the same day.

``generate(reference_date)`` makes its files, ``load_demo(core,
reference_date)`` imports them through the public
import, ``demo_people`` and ``SAMPLE_MESSAGES`` say who can be played and what may be written.
"""
