#!/bin/sh
# Makes the pictures of docs/walks.md again, by walking the five walks that the tests walk, on the demo force.
#
#   sh tools/walk-pictures.sh
set -eu
cd "$(dirname "$0")/.."
rm -f docs/images/walks/*.png
DOLEN_TEST_WALK_PICTURES="$PWD/docs/images/walks" .venv/bin/pytest -q tests/browser/test_walks.py
