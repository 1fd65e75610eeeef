#!/bin/sh
# Installs what Python packages cannot bring: `system.sh base` for running, `system.sh browser`
# for testing too, `system.sh load` for measuring.  Where apt is there and may be used it is used;
# elsewhere a sentence says what to install.
set -u

base() { # Pango and fonts for the documents, and Python's own venv
    missing=""
    python3 -c 'import ensurepip, venv' 2>/dev/null || missing="$missing python3-venv"
    library libpango-1.0.so.0 || missing="$missing libpango-1.0-0"
    library libpangoft2-1.0.so.0 || missing="$missing libpangoft2-1.0-0"
    library libharfbuzz-subset.so.0 || missing="$missing libharfbuzz-subset0"
    command -v fc-list >/dev/null 2>&1 || missing="$missing fontconfig"
    install_all "$missing"
}

browser() { # a real browser for the journeys, and other people's tools that check our seal
    missing=""
    command -v pdfsig >/dev/null 2>&1 || missing="$missing poppler-utils"
    command -v openssl >/dev/null 2>&1 || missing="$missing openssl"
    # The one without a window takes a third of the processor; not every system has it.
    if ! command -v chromium-headless-shell >/dev/null 2>&1; then
        if offered chromium-headless-shell; then
            missing="$missing chromium-headless-shell"
        else
            another=" chromium"
            for name in chromium chromium-browser google-chrome; do
                command -v "$name" >/dev/null 2>&1 && another=""
            done
            missing="$missing$another"
        fi
    fi
    install_all "$missing"
}

load() { # a load generator for the measurements
    command -v wrk >/dev/null 2>&1 || install_all " wrk"
}

library() {
    PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null | grep -q "$1"
}

offered() { # whether apt may be used and has the package; its lists may never have been read
    command -v apt-get >/dev/null 2>&1 && allowed || return 1
    ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1 || $run apt-get update -qq >/dev/null
    apt-cache show "$1" >/dev/null 2>&1
}

allowed() { # whether we may install; `run` goes before the command then
    run=""
    [ "$(id -u)" = 0 ] && return 0
    run="sudo -n"
    sudo -n true 2>/dev/null
}

install_all() {
    [ -z "$1" ] && return 0
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "Please install with your system's package manager:$1" >&2
        exit 1
    fi
    if ! allowed; then
        echo "Please run: sudo apt-get install$1" >&2
        exit 1
    fi
    echo "Installing$1 …"
    $run apt-get update -qq >/dev/null &&
        # shellcheck disable=SC2086 - a list of packages is meant to be several words
        DEBIAN_FRONTEND=noninteractive $run apt-get install -y -qq --no-install-recommends $1 >/dev/null ||
        { echo "Could not install$1: please install it by hand." >&2; exit 1; }
}

"$1"
