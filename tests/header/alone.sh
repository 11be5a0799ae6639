#!/bin/sh
# sayso.h compiles alone, as strict C99 and C11 and, where there is a C++ compiler, as C++98 with long long and C++11.
set -eu
cc=${CC:-cc}
warnings='-Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wstrict-prototypes -Wundef'
passed=0 failed=0 skipped=0
try() {
  if printf '#include "sayso.h"\n#include "sayso.h"\nint use(void);\nint use(void) { return SAYSO_OK; }\n' |
    "$@" -Icore/include -fsyntax-only -; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "failed: $*"; fi
}
# shellcheck disable=SC2086
for standard in c99 c11 c17 gnu11; do try $cc -x c -std=$standard $warnings; done
plus='-Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wundef'
for standard in c++11 c++17; do
  if echo 'int x;' | $cc -x c++ -std=$standard -fsyntax-only - 2>/dev/null; then
    # shellcheck disable=SC2086
    try $cc -x c++ -std=$standard $plus
  else
    skipped=$((skipped + 1))
  fi
done
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed -eq 0 ]
