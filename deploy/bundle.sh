#!/bin/sh
# One archive from which Dolen is installed on a machine without a network: wheels, digests, a software bill of
# materials, the guides, a service unit. Made on a machine with a network, of the same system and Python as the other.
set -eu
cd "$(dirname "$0")/.."
into=${1:-dist}
python=.venv/bin/python
version=$($python -c 'import tomllib; print(tomllib.load(open("pyproject.toml", "rb"))["project"]["version"])')
system=$($python -c 'import platform, sys; print(f"{sys.platform}-{platform.machine()}-py{sys.version_info[0]}{sys.version_info[1]}")')
name=dolen-$version-$system
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bundle=$work/$name
mkdir -p "$bundle/wheels" "$into"

.venv/bin/uv export --quiet --frozen --no-dev --extra postgresql --no-emit-project \
	--format requirements.txt --output-file "$bundle/requirements.txt" >"$work/log"
.venv/bin/uv export --quiet --frozen --no-dev --extra postgresql --preview-features sbom-export \
	--format cyclonedx1.5 --output-file "$bundle/sbom.cdx.json" >"$work/log"
$python -m pip download --quiet --disable-pip-version-check --only-binary :all: --require-hashes \
	--requirement "$bundle/requirements.txt" --dest "$bundle/wheels"
.venv/bin/uv build --quiet --wheel --out-dir "$bundle/wheels"
rm -f "$bundle/wheels/.gitignore"
cp deploy/install.sh deploy/dolen.service LICENSE README.md CHANGELOG.md "$bundle"
cp -r docs "$bundle/docs"
printf '%s\n' "$version" >"$bundle/VERSION"
(cd "$bundle" && find . -type f ! -name SHA256SUMS -print0 | LC_ALL=C sort -z | xargs -0 sha256sum >SHA256SUMS)
tar --sort=name --owner=0 --group=0 --numeric-owner -C "$work" -czf "$into/$name.tar.gz" "$name"
(cd "$into" && sha256sum "$name.tar.gz" | tee "$name.tar.gz.sha256")
