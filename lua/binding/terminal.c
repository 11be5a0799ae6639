/* In: a file descriptor. Out: what the terminal behind it is like. Promises to change nothing. */
#define _DEFAULT_SOURCE 1 /* struct winsize */
#include <limits.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "binding.h"

int ss_terminal_isatty(lua_State *L) {
  lua_pushboolean(L, isatty((int)ss_check_offset(L, 1, INT_MAX)));
  return 1;
}

/* Columns, or nil when it is no terminal. */
int ss_terminal_width(lua_State *L) {
  struct winsize size = {0, 0, 0, 0};
  if (ioctl((int)ss_check_offset(L, 1, INT_MAX), TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    lua_pushnil(L);
  else
    lua_pushinteger(L, size.ws_col);
  return 1;
}
