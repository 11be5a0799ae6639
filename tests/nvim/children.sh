#!/bin/sh
# The plugin in real editors: the installed Neovim, 0.10 and 0.12, each test in an editor of its own (tests/nvim/run.lua).
#
#   tests/nvim/children.sh           all versions
#   NVIMS=/usr/bin/nvim CASE=outline tests/nvim/children.sh
#
# NVIMS names the Neovims to test; without it those of Debian's trixie and sid are fetched once (tests/nvim/get-nvim), and skipped where
# they cannot be had. CASE: only tests whose name matches.
status=0
run() {
  if ! command -v "$1" >/dev/null; then echo "not ok - no Neovim $1"; status=1; return; fi
  CHILD=$1 nvim --headless -u NONE -i NONE -n -c 'luafile tests/nvim/run.lua' || status=1
}
if [ -n "${NVIMS:-}" ]; then
  for program in $NVIMS; do run "$program"; done
else
  run "$(command -v nvim)"
  for suite in trixie sid; do
    if program=$(tests/nvim/get-nvim $suite 2>&1); then run "$program"; else echo "ok - Neovim of $suite # SKIP $program"; fi
  done
fi
exit $status
