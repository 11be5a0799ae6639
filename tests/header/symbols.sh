#!/bin/sh
# What the built library shows and keeps: it exports sayso_* alone, has no writable data (no process-wide state), and the module
# for the editor needs nothing but libc, libm and libpcre2-8. Needs binutils and ELF; elsewhere it counts as skipped.
set -u
passed=0 failed=0
check() { # NAME FOUND: nothing may be found
  if [ -z "$2" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); printf '%s:\n%s\n' "$1" "$2"; fi
}
if ! command -v nm >/dev/null || ! command -v readelf >/dev/null || [ "$(uname -s)" != Linux ]; then
  echo "0 passed, 0 failed, 1 skipped"
  exit 0
fi
library=build/release/libsayso.so
archive=build/release/libsayso.a
check "exported, but not sayso_*" "$(nm -D --defined-only $library | awk '$3 !~ /^sayso_/ { print $3 }')"
check "declared in sayso.h, but not exported" "$(
  nm -D --defined-only $library | awk '{ print $3 }' | sort >build/test/exported
  grep -o 'sayso_[a-z_]*(' core/include/sayso.h | tr -d '(' | sort -u >build/test/declared
  comm -13 build/test/exported build/test/declared
)"
# Tables of pointers to constants lie in .data.rel.ro, which is read-only once relocated.
check "writable data" "$(
  readelf -SW $archive 2>/dev/null | awk '/^File:/ { file = $2 }
    { for (i = 1; i < NF; i++) if ($i ~ /^\.(data|bss|tdata|tbss)(\..*)?$/ && $i !~ /^\.data\.rel\.ro/ && $(i + 4) !~ /^0+$/) print file, $i, $(i + 4) }'
)"
for module in lua/sayso/core.so; do
  [ -e "$module" ] || continue
  check "$module needs more than libc, libm, libpcre2-8" "$(
    readelf -dW "$module" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p' | grep -v -e '^libc\.so' -e '^libm\.so' -e '^libpcre2-8\.so' -e '^ld-linux'
  )"
done
echo "$passed passed, $failed failed, 0 skipped"
[ $failed -eq 0 ]
