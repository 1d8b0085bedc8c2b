"""Documents as programs read them that are not ours: poppler (PDF) and LibreOffice (Word). Missing, they fail."""

import re
import subprocess
from pathlib import Path


def poppler_text(pdf: bytes) -> str:
    """The words of a PDF as `pdftotext` gives them, their spaces single."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def poppler_info(pdf: bytes) -> dict[str, str]:
    """What `pdfinfo` says of a PDF, by name: Title, Pages, Tagged, JavaScript, Encrypted and more."""
    done = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True)
    lines = (line.partition(":") for line in done.stdout.decode().splitlines())
    return {name: value.strip() for name, _, value in lines}


def opened_by_libreoffice(documents: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """Word documents (by name, without an ending) as LibreOffice sets them, as PDFs; started once for all."""
    for name, document in documents.items():
        (folder / f"{name}.docx").write_bytes(document)
    given = [str(folder / f"{name}.docx") for name in documents]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *given]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, re.sub(r"\s+", " ", done.stderr)[-500:]
    return {name: (folder / f"{name}.pdf").read_bytes() for name in documents}
