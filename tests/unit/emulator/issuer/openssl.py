"""OpenSSL's command line, the independent party of these tests."""

import subprocess
from pathlib import Path


def run(*arguments: str | Path, data: bytes = b"") -> bytes:
    """Run `openssl` and return what it writes; AssertionError with its complaint if it fails."""
    command = ["openssl", *map(str, arguments)]
    done = subprocess.run(command, input=data, capture_output=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def to_pem(certificate: bytes, path: Path) -> Path:
    """Write a DER certificate to `path` as PEM."""
    path.write_bytes(run("x509", "-inform", "DER", data=certificate))
    return path
