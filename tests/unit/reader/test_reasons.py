"""Every reason that a check can carry stands in the reference, so that a desk can look it up."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
PAGES = ("verdict.md", "presence.md")
MODULES = (
    *sorted((ROOT / "reader" / "authenticity").glob("*.py")),
    *(ROOT / "reader" / "trust" / name for name in ("signer.py", "passive.py", "online.py")),
    *(ROOT / "reader" / "access" / name for name in ("chip_mapping.py", "judgement.py")),
    ROOT / "reader" / "inspection.py",
    ROOT / "reader" / "result.py",
)
REASON = re.compile(
    r"(?:_failed|_open|_not_performed|_unchanged|suite\.check|self\.check|Check)\(\s*"
    r'(?:channel,\s*)?(?:CheckOutcome\.\w+,\s*)?"([a-z][a-z0-9]*(?:-[a-z0-9]+)+)"'
)


def test_every_reason_is_explained() -> None:
    pages = "".join((ROOT / "docs" / "reference" / name).read_text(encoding="utf-8") for name in PAGES)
    reasons = {reason for module in MODULES for reason in REASON.findall(module.read_text(encoding="utf-8"))}

    assert len(reasons) > 40
    assert {reason for reason in reasons if f"`{reason}`" not in pages} == set()
