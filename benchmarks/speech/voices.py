"""Synthetic voices: flite for English, espeak-ng for the others (Debian packages of the same names)."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

_ESPEAK = {"en": "en-us", "tr": "tr", "ms": "ms", "zh_CN": "cmn"}


def speak(text: str, language: str, voice: str) -> bytes | None:
    """A WAV file, 16 kHz or what the voice has; None where the voice is not installed.

    voice: "flite" (English only) or "espeak".
    """
    program = "flite" if voice == "flite" else "espeak-ng"
    if shutil.which(program) is None or (voice == "flite" and language != "en"):
        return None
    with tempfile.TemporaryDirectory(prefix="dealerline-voice-") as folder:
        path = Path(folder) / "said.wav"
        if voice == "flite":
            command = ["flite", "-voice", "slt", "-t", text, "-o", str(path)]
        else:
            command = ["espeak-ng", "-v", _ESPEAK[language], "-s", "140", "-w", str(path), text]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        return path.read_bytes()
