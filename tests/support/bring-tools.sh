#!/bin/sh
# Brings what the tests need beyond Python: Java 17 or later and Maven (for a real Neo4j), PostgreSQL, Chromium with a
# typeface (for the pages), poppler and LibreOffice (for documents), and eatmydata, by which tests do not wait for the disk.
# As root on Debian or Ubuntu it installs what is missing; elsewhere it says what is missing and stops.
set -eu

packages=""
missing=""

need() { # need WHAT PACKAGE
    missing="$missing $1;"
    packages="$packages $2"
}

java_release() { # the release of the Java on the path, such as 17; 0 without one
    { java -version 2>&1 || true; } | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1 | grep . || echo 0
}

[ "$(java_release)" -ge 17 ] || need "Java 17 or later" "openjdk-17-jre-headless"
# Maven only fetches the Neo4j server; with its jars at hand it is not needed.
[ -n "${DOLEN_TEST_NEO4J_JARS:-}" ] || [ -d .cache/neo4j ] || command -v mvn >/dev/null 2>&1 || need "Maven" "maven"
command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 \
    || need "PostgreSQL" "postgresql"
# Debian has a Chromium that draws no windows, in which the pages take a quarter less of the processor.
[ -x /usr/lib/chromium/chromium-headless-shell ] || { [ "$(id -u)" != 0 ] && command -v chromium >/dev/null 2>&1; } \
    || need "Chromium" "chromium-headless-shell"
PATH="$PATH:/usr/sbin" command -v nginx >/dev/null 2>&1 || need "nginx" "nginx-light"
command -v openssl >/dev/null 2>&1 || need "OpenSSL" "openssl"
# Documents are opened by programs that are not ours.
command -v pdftotext >/dev/null 2>&1 || need "poppler" "poppler-utils"
command -v soffice >/dev/null 2>&1 || need "LibreOffice Writer" "libreoffice-writer-nogui"
# The pages ask for Arial; in a wider typeface fewer names fit on a map than an office machine would show.
fc-list 2>/dev/null | grep -qiE "arial|liberation ?sans" || need "Arial or Liberation Sans" "fonts-liberation"
find /usr/lib /usr/lib64 -maxdepth 2 -name libeatmydata.so 2>/dev/null | grep -q . || need "eatmydata" "eatmydata"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing what the tests need:$packages"
    apt-get update -qq
    # Later releases of Debian have a later Java under another name.
    apt-cache show openjdk-17-jre-headless >/dev/null 2>&1 \
        || packages=$(echo "$packages" | sed 's/openjdk-17-jre-headless/default-jre-headless/')
    # shellcheck disable=SC2086  since the names are separate words
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
    exit 0
fi

echo "The tests cannot run here; missing:$missing" >&2
echo "Install them (on Debian: apt-get install$packages), or run the tests that need none of them: make quick" >&2
exit 1
