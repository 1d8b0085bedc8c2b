#!/bin/sh
# Makes the pictures of docs/walks.md again, by walking the walks that the tests walk, on the demo force and in an empty
# installation.
#
#   sh tools/walk-pictures.sh
set -eu
cd "$(dirname "$0")/.."
rm -f docs/images/walks/*.png
DOLEN_TEST_WALK_PICTURES="$PWD/docs/images/walks" .venv/bin/pytest -q tests/browser/test_walks.py tests/browser/test_offices.py -k "walks or e_mail or partner_s_form"
