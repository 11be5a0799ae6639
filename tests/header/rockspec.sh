#!/bin/sh
# The rockspec names every Lua module of the tree, once, and no other.
set -eu
mkdir -p build/test
sed -n "s/.*= '\(lua\/sayso\/[a-z_]*\.lua\)',.*/\1/p" sayso-scm-1.rockspec | sort >build/test/rockspec.named
for module in lua/sayso/*.lua; do echo "$module"; done | sort >build/test/rockspec.there
diff build/test/rockspec.there build/test/rockspec.named
