"""A list of all parts in CycloneDX's form: the installed packages with their licences and the hashes of the lock, and the data that comes along.

python -m supply.sbom [--output FILE]

For whoever has to know what runs on their machines, and for programs that look for known faults in it.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from errors import FajianError
from supply.data import DATA, Data
from supply.licences import Licensed, licensed
from supply.lock import LOCK, Pinned, applies_here, read_lock
from supply.packages import ROOT, installed

if TYPE_CHECKING:
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component
    from cyclonedx.model.license import License

VERSION = "0.1.0"
_NAMESPACE = uuid.UUID("0b2f6a52-3a5e-5a55-9d0c-6b1f1e9d7a10")
"""Any; it makes equal lists have equal serial numbers."""


def make_bom(packages: list[Licensed], locked: list[Pinned]) -> Bom:
    """The list of parts.

    Args:
        packages: What is installed.
        locked: The lock; hashes are those of the very version that is installed.
    """
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component, ComponentType

    whole = Component(
        name="fajian", version=VERSION, type=ComponentType.APPLICATION, bom_ref="fajian", licenses=_licences("MIT")
    )
    bom = Bom()
    bom.metadata.component = whole
    hashes = {(one.name, one.version): one.hashes for one in locked if applies_here(one)}
    parts = {one.package.name: _part(one, hashes) for one in packages}
    data = [_data(one) for one in DATA]
    bom.components.update((*parts.values(), *data))
    for one in packages:
        bom.register_dependency(parts[one.package.name], [parts[name] for name in one.package.needs if name in parts])
    bom.register_dependency(whole, [*parts.values(), *data])
    content = "\n".join(sorted(f"{one.name} {one.version}" for one in bom.components))
    bom.serial_number = uuid.uuid5(_NAMESPACE, hashlib.sha256(content.encode()).hexdigest())
    return bom


def _licences(expression: str) -> list[License]:
    from cyclonedx.contrib.license.factories import LicenseFactory

    return [LicenseFactory().make_from_string(expression)] if expression else []


def _part(one: Licensed, hashes: dict[tuple[str, str], tuple[str, ...]]) -> Component:
    from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
    from cyclonedx.model.component import Component, ComponentType
    from packageurl import PackageURL

    address = PackageURL("pypi", name=one.package.name, version=one.package.version)
    references = []
    if (one.package.name, one.package.version) in hashes:
        digests = [
            HashType(alg=HashAlgorithm.SHA_256, content=digest)
            for digest in hashes[one.package.name, one.package.version]
        ]
        references = [
            ExternalReference(
                type=ExternalReferenceType.DISTRIBUTION,
                url=XsUri(str(address)),
                hashes=digests,
                comment="the files that the lock allows",
            )
        ]
    return Component(
        name=one.package.name,
        version=one.package.version,
        type=ComponentType.LIBRARY,
        bom_ref=str(address),
        purl=address,
        description=one.package.summary or None,
        licenses=_licences(one.licence),
        external_references=references,
    )


def _data(one: Data) -> Component:
    from cyclonedx.model import HashAlgorithm, HashType
    from cyclonedx.model.component import Component, ComponentType

    digest = one.sha256
    model = one.file.endswith(".bin")
    return Component(
        name=one.file.rpartition("/")[2],
        version=(digest or "")[:12],
        type=ComponentType.MACHINE_LEARNING_MODEL if model else ComponentType.DATA,
        bom_ref=f"data:{one.file}",
        description=f"{one.name}: {one.source}",
        licenses=_licences(one.licence),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)] if digest else [],
    )


def as_json(bom: Bom) -> str:
    """The list as CycloneDX 1.6 in JSON."""
    from cyclonedx.output.json import JsonV1Dot6

    return JsonV1Dot6(bom).output_as_string(indent=2) + "\n"


def make_sbom() -> str:
    """The list of what is installed here.

    Raises:
        FajianError: A package of requirements.txt, or what this program itself needs, is not installed.
    """
    try:
        import cyclonedx  # noqa: F401
    except ImportError as error:
        raise FajianError(f"{error}; pip install -r requirements-dev.txt") from error
    return as_json(make_bom(licensed(installed()), read_lock(LOCK.read_text(encoding="utf-8"))))


def main() -> int:
    """Write the list."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, help="the file; printed unless given")
    output: Path | None = parser.parse_args().output
    try:
        text = make_sbom()
        if output is None:
            print(text, end="")
            return 0
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, encoding="utf-8")
    except (FajianError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{output.relative_to(ROOT) if output.is_relative_to(ROOT) else output}: {text.count('bom-ref')} parts")
    return 0


if __name__ == "__main__":
    sys.exit(main())
