#!/bin/sh
# Installs Dolen from this folder, without a network: ./install.sh [FOLDER], /srv/dolen unless given.
# Each version has a folder of its own beside the others, and FOLDER/current names the one in use; ./install.sh says what
# was in use before, to which "ln -sfn" goes back. Data is never kept in FOLDER.
set -eu
cd "$(dirname "$0")"
folder=${1:-/srv/dolen}
python=${PYTHON:-python3}
version=$(cat VERSION)

sha256sum --quiet --check SHA256SUMS || {
	echo "This bundle is not as it was made: files differ from SHA256SUMS. Nothing is installed; fetch it again." >&2
	exit 1
}
$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
	echo "Dolen needs Python 3.11 or later; $python is not. Give another: PYTHON=python3.12 ./install.sh" >&2
	exit 1
}
if [ -e "$folder/$version" ]; then
	echo "$folder/$version is there already. Remove it first, or use it: ln -sfn $version $folder/current" >&2
	exit 1
fi
before=$(readlink "$folder/current" || true)
mkdir -p "$folder"
trap 'rm -rf "$folder/$version"' EXIT
$python -m venv "$folder/$version"
pip="$folder/$version/bin/python -m pip --disable-pip-version-check --quiet install --no-index --find-links wheels"
$pip --require-hashes --requirement requirements.txt
$pip --no-deps "dolen==$version"
trap - EXIT
ln -sfn "$version" "$folder/current"
echo "Dolen $version is in $folder/current/bin/dolen."
if [ -n "$before" ]; then
	echo "Before: $before. Back to it: ln -sfn $before $folder/current, and restore the backup of before (docs/guide-administrator.md)."
fi
