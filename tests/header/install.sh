#!/bin/sh
# make install into an empty folder: the command works from there, a program builds with the installed header, library and
# pkg-config file, and make uninstall leaves no file behind.
set -eu
root=build/test/install
rm -rf $root
passed=0
ok() { passed=$((passed + 1)); echo "ok $passed - $1"; }
here=$(pwd)
${MAKE:-make} --no-print-directory install DESTDIR="$here/$root" PREFIX=/usr >/dev/null
find $root -type f | sort
[ -x $root/usr/bin/sayso ] && [ -e $root/usr/include/sayso.h ] && [ -e $root/usr/lib/pkgconfig/sayso.pc ]
ok "the files are there"
cat >$root/use.c <<'END'
#include <sayso.h>
#include <string.h>
int main(void) {
  sayso_model *model = 0;
  if (sayso_model_builtin(&model, 0, 0) != SAYSO_OK) return 1;
  sayso_model_free(model);
  return strcmp(sayso_version(), SAYSO_VERSION) != 0;
}
END
flags=$(PKG_CONFIG_SYSROOT_DIR="$here/$root" PKG_CONFIG_PATH="$here/$root/usr/lib/pkgconfig" pkg-config --cflags --libs sayso)
# shellcheck disable=SC2086
${CC:-cc} -o $root/use $root/use.c $flags
LD_LIBRARY_PATH=$here/$root/usr/lib $root/use
ok "a program builds and runs with what was installed"
# The command knows the places it was installed for; here they lie under $root, so Lua is told.
printf '“No,” said Anna Bell.\n' >$root/text.txt
LUA_PATH="$here/$root/usr/share/lua/5.4/?.lua;;" LUA_CPATH="$here/$root/usr/lib/lua/5.4/?.so;;" \
  $root/usr/bin/sayso quotes $root/text.txt | grep -q 'Anna Bell'
ok "the installed command reads a text"
${MAKE:-make} --no-print-directory uninstall DESTDIR="$here/$root" PREFIX=/usr >/dev/null
left=$(find $root/usr -type f -o -type l)
[ -z "$left" ] || { echo "left behind: $left"; exit 1; }
ok "uninstall leaves nothing behind"
