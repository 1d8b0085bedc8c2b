#!/bin/sh
# Brings the page's libraries into api/static/vendor, at the versions named here, and notes their digests in SHA256SUMS.
# Only for those who change a version: what it brings is committed, and a user needs neither Node nor npm.
#
#   tools/bring-assets.sh
set -eu
into="$(cd "$(dirname "$0")/.." && pwd)/api/static/vendor"
aside="$(mktemp -d)"
trap 'rm -rf "$aside"' EXIT

bring() { # package, version, then pairs of the file in the package and its name here
    package="$1"; version="$2"; shift 2
    archive="$(cd "$aside" && npm pack --silent "$package@$version" | tail -n 1)"
    rm -rf "$aside/package"
    tar -xzf "$aside/$archive" -C "$aside"
    while [ $# -gt 0 ]; do
        cp "$aside/package/$1" "$into/$2"
        shift 2
    done
}

rm -f "$into"/*.css "$into"/*.js "$into"/*.txt
bring govuk-frontend 6.6.0 dist/govuk/govuk-frontend.min.css govuk-frontend.css \
    dist/govuk/govuk-frontend.min.js govuk-frontend.js
bring @ministryofjustice/frontend 11.1.0 moj/moj-frontend.min.css moj-frontend.css \
    moj/moj-frontend.min.js moj-frontend.js
bring htmx.org 2.0.11 dist/htmx.min.js htmx.js LICENSE htmx.LICENSE.txt
bring cytoscape 3.34.4 dist/cytoscape.min.js cytoscape.js LICENSE cytoscape.LICENSE.txt
bring layout-base 2.0.1 layout-base.js layout-base.js LICENSE layout-base.LICENSE.txt
bring cose-base 2.2.0 cose-base.js cose-base.js LICENSE cose-base.LICENSE.txt
bring cytoscape-fcose 2.2.0 cytoscape-fcose.js cytoscape-fcose.js LICENSE cytoscape-fcose.LICENSE.txt
bring uplot 1.6.32 dist/uPlot.iife.min.js uplot.js dist/uPlot.min.css uplot.css LICENSE uplot.LICENSE.txt

# The GDS Transport typeface and the crest belong to GOV.UK alone: no @font-face, Arial instead, no picture of the crest.
sed -i -e 's/@font-face{[^}]*}//g' -e 's/GDS Transport,arial/Arial,Helvetica/g' \
    -e 's/url(\/assets\/images\/govuk-crest.svg)/none/g' "$into/govuk-frontend.css"
sed -i -e 's/@font-face{[^}]*}//g' -e 's/GDS Transport,arial/Arial,Helvetica/g' "$into/moj-frontend.css"
# Without its map a browser's tools would look for one.
sed -i -e 's/\/\/# sourceMappingURL=.*$//' -e 's/\/\*# sourceMappingURL=[^*]*\*\///' "$into"/*.css "$into"/*.js
(cd "$into" && sha256sum -- *.css *.js *.txt > SHA256SUMS)
