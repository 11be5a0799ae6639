#!/bin/sh
# The rockspec names every Lua module of the tree, once, and no other.
set -eu
mkdir -p build/test
sed -n "s/.*= '\(lua\/sayso\/[a-z_]*\.lua\)',.*/\1/p" sayso-scm-1.rockspec | sort >build/test/rockspec.named
for module in lua/sayso/*.lua; do echo "$module"; done | sort >build/test/rockspec.there
diff build/test/rockspec.there build/test/rockspec.named

# And what it says is enough for luarocks, where there is one: in a copy, for it builds with flags of its own.
command -v luarocks >/dev/null && git rev-parse --git-dir >/dev/null 2>&1 || { echo 'ok - luarocks make # SKIP no luarocks, or no checkout'; exit 0; }
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git ls-files -coz --exclude-standard | xargs -0 cp -p --parents -t "$copy"
cd "$copy"
luarocks --lua-version=5.1 --tree="$copy/installed" make >log 2>&1 || { tail -n 5 log >&2; exit 1; }
cd /
LUA_PATH="$copy/installed/share/lua/5.1/?.lua" LUA_CPATH="$copy/installed/lib/lua/5.1/?.so" luajit -e "
  local doc = require('sayso.core').open('“We hoped,” said Anna Bell.')
  assert(doc:update(-1) and #doc:statements() == 1 and require('sayso.report') and require('sayso.export'))"
