"""Who may know whom (ARCHITECTURE, directions): the contracts of pyproject.toml hold."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def _lint(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            *arguments,
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_every_import_contract_holds() -> None:
    found = _lint()
    assert found.returncode == 0, found.stdout + found.stderr
    assert "0 broken" in found.stdout


def test_the_lint_for_contracts_can_fail(tmp_path: Path) -> None:
    # A contract that is wrong on purpose: else a broken runner would pass for kept contracts.
    config = tmp_path / "wrong.toml"
    config.write_text(
        '[tool.importlinter]\nroot_packages = ["core"]\n'
        '[[tool.importlinter.contracts]]\nname = "wrong"\ntype = "forbidden"\n'
        'source_modules = ["core.orders"]\nforbidden_modules = ["core.kernel"]\n'
    )
    found = _lint("--config", str(config))
    assert found.returncode == 1
    assert "1 broken" in found.stdout
