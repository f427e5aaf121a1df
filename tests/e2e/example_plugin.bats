#!/usr/bin/env bats
# A format plugin built out of the tree, against the installed header and pkg-config file, and used by an installation.
load lib

install_into() {
    make -C "$ROOT" --no-print-directory install B="$B" DESTDIR="$1" PREFIX=/opt/tallyd >/dev/null
}

@test "builds against the installed header and reads its format" {
    install_into "$T/root"
    prefix=$T/root/opt/tallyd
    mkdir "$T/memo"
    cp "$ROOT"/tests/example-plugin/* "$T/memo"
    export PKG_CONFIG_PATH=$prefix/share/pkgconfig
    make -C "$T/memo"
    [ "$(realpath -m "$(pkg-config --variable=plugindir tallyd-plugin)")" = "$prefix/lib/tallyd/plugins" ]
    cp "$T/memo/memo.so" "$(pkg-config --variable=plugindir tallyd-plugin)"

    printf 'memo\n# 收支情况\n2021年支出合计30万元，其中：基本支出20万元，项目支出15万元。\n' >"$T/drop/a.memo"
    "$prefix/bin/tallyctl" formats | grep -q memo
    "$prefix/bin/tallyctl" show --json "$T/drop/a.memo" >"$T/shown.json"
    [ "$(jq -r .format "$T/shown.json")" = memo ]
    [ "$(jq -r '.sections[] | select(.level == 2) | .title' "$T/shown.json")" = 收支情况 ]
}
