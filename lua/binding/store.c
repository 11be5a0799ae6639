/* In: the path of a small file that people keep. Out: its bytes, or a new content in their place. Promises that what is written is there
 * whole or not at all, that no symbolic link is followed, and that nothing but a plain file is read or replaced. POSIX. */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "binding.h"

#define TEMPORARY_END ".XXXXXX"
#define BY_UMASK ((mode_t)-1)

static int push_refusal(lua_State *L, const char *path, const char *why, const char *code) {
  lua_pushnil(L);
  lua_pushfstring(L, "%s: %s", path, why);
  lua_pushstring(L, code);
  return 3;
}

static int push_error(lua_State *L, const char *path, int number) {
  if (number == ENOENT) return push_refusal(L, path, strerror(number), "NONE");
  if (number == ELOOP || number == EMLINK) return push_refusal(L, path, "is a symbolic link, which is not followed", "LINK");
  bool closed = number == EACCES || number == EROFS || number == EPERM || number == ENOTDIR;
  return push_refusal(L, path, strerror(number), closed ? "CLOSED" : "IO");
}

/* ---- reading ---- */

/* Reads at most `limit` bytes, and one more to see whether there are; -1: errno says why. */
static ssize_t read_all(int file, char *bytes, size_t limit) {
  size_t used = 0;
  while (used <= limit) {
    ssize_t got = read(file, bytes + used, limit + 1 - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return -1;
    if (got == 0) break;
    used += (size_t)got;
  }
  return (ssize_t)used;
}

/* store_read(path, limit) -> text; or nil, message, code: NONE, LINK, KIND, LARGE, CLOSED, IO */
int ss_store_read(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  size_t limit = ss_check_offset(L, 2, SAYSO_MAX_TEXT);
  char *bytes = lua_newuserdata(L, limit + 1); /* before the file is open: this may raise */
  struct stat about;
  int file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return push_error(L, path, errno);
  bool plain = fstat(file, &about) == 0 && S_ISREG(about.st_mode);
  ssize_t size = plain ? read_all(file, bytes, limit) : 0;
  int number = errno;
  close(file);
  if (!plain) return push_refusal(L, path, "is no plain file", "KIND");
  if (size < 0) return push_error(L, path, number);
  if ((size_t)size > limit) return push_refusal(L, path, "is too large", "LARGE");
  lua_pushlstring(L, bytes, (size_t)size);
  return 1;
}

/* ---- writing ---- */

static int write_all(int file, const char *bytes, size_t size) {
  while (size > 0) {
    ssize_t put = write(file, bytes, size);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return -1;
    bytes += put;
    size -= (size_t)put;
  }
  return 0;
}

/* Folders above the path that are missing are made, for the owner alone. */
static void make_folders(char *path) {
  for (char *at = strchr(path + 1, '/'); at; at = strchr(at + 1, '/')) {
    *at = '\0';
    mkdir(path, 0700);
    *at = '/';
  }
}

/* A file of a name that nothing has. `shared`: with the mode that the user's umask leaves. */
static int create(char *temporary, bool shared) {
  int file = mkstemp(temporary);
  if (file < 0 || !shared) return file;
  close(file);
  if (unlink(temporary) != 0) return -1;
  return open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
}

/* The new content under a name of its own beside the path, then renamed: a rename follows no link. `mode` BY_UMASK: that
 * which the umask leaves. 0, or errno. */
static int replace(const char *path, char *temporary, const char *bytes, size_t size, mode_t mode) {
  int file = create(temporary, mode == BY_UMASK), number = 0;
  if (file < 0) return errno;
  if (write_all(file, bytes, size) != 0 || (mode != BY_UMASK && fchmod(file, mode) != 0) || fsync(file) != 0) number = errno;
  if (close(file) != 0 && number == 0) number = errno;
  if (number == 0 && rename(temporary, path) != 0) number = errno;
  if (number) unlink(temporary);
  return number;
}

/* store_write(path, text, folders, shared) -> true; or nil, message, code. `folders`: those missing above are made. A file that is there
 * keeps its mode; a new one is the owner's alone, or with `shared` as the umask says. */
int ss_store_write(lua_State *L) {
  size_t size, path_size;
  const char *path = luaL_checklstring(L, 1, &path_size), *bytes = luaL_checklstring(L, 2, &size);
  char *temporary = lua_newuserdata(L, path_size + sizeof TEMPORARY_END);
  struct stat about;
  memcpy(temporary, path, path_size + 1);
  if (lua_toboolean(L, 3)) make_folders(temporary);
  memcpy(temporary + path_size, TEMPORARY_END, sizeof TEMPORARY_END);
  mode_t mode = lua_toboolean(L, 4) ? BY_UMASK : 0600;
  if (lstat(path, &about) == 0) {
    if (S_ISLNK(about.st_mode)) return push_error(L, path, ELOOP);
    if (!S_ISREG(about.st_mode)) return push_refusal(L, path, "is no plain file", "KIND");
    mode = about.st_mode & 0777;
  }
  int number = replace(path, temporary, bytes, size, mode);
  if (number) return push_error(L, path, number);
  lua_pushboolean(L, 1);
  return 1;
}
