/* In: a stream of lines. Out: one line for each that is not empty, in order, written as soon as it and those before it are
 * ready. Promises memory for a window of lines alone, however long the stream is, and threads that share nothing but the
 * model: each line has a document of its own.
 *
 * With one thread lines are read, answered and written in turn. With more, this thread reads into a ring of slots,
 * workers answer them, and whichever worker finishes the oldest one writes all that is ready:
 *
 *     tail ......... next ......... head          tail <= next <= head <= tail + window
 *     being answered | waiting      | free */
#define _POSIX_C_SOURCE 200809L /* getdelim, fdopen */
#include "jsonl.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
  MAX_THREADS = 256,
  WINDOW = 4,          /* slots a thread: a long line holds up no one, and a few articles are little memory */
  KEEP = 256 * 1024    /* bytes a slot's buffers may keep from one line to the next */
};

typedef struct {
  char *line; /* getdelim's buffer */
  size_t cap, size, number;
  ss_text out;
  bool done;
} line_slot;

typedef struct {
  ss_jsonl_settings settings;
  FILE *input;
  int output;
  size_t number;         /* of the line read last, 1-based */
  size_t good, bad;      /* lines answered */
  int read_error, write_error; /* errno, or 0 */
  size_t threads;
  /* more than one thread: all below is guarded by `lock` */
  pthread_mutex_t lock;
  pthread_cond_t work, room;
  line_slot *slots;
  size_t window, tail, next, head;
  bool ended, writing;
} stream;

/* ---- lines ---- */

static bool is_blank(const char *bytes, size_t size) {
  for (size_t i = 0; i < size; i++)
    if (!strchr(" \t\r\n", bytes[i]) || !bytes[i]) return false;
  return true;
}

/* Cuts off a byte order mark, which only the first line may have. */
static void drop_bom(line_slot *s) {
  if (s->size < 3 || memcmp(s->line, "\xEF\xBB\xBF", 3) != 0) return;
  s->size -= 3;
  memmove(s->line, s->line + 3, s->size);
}

/* The next line that is not empty; false at the end or when reading failed. */
static bool read_line(stream *s, line_slot *slot) {
  for (;;) {
    errno = 0;
    ssize_t got = getdelim(&slot->line, &slot->cap, '\n', s->input);
    if (got < 0) {
      if (!feof(s->input)) s->read_error = errno ? errno : EIO;
      return false;
    }
    slot->size = (size_t)got;
    if (++s->number == 1) drop_bom(slot);
    slot->number = s->number;
    if (!is_blank(slot->line, slot->size)) return true;
  }
}

/* Gives errno, or 0. One write for a whole line, where the system takes it: that is the flush. */
static int write_all(int fd, const char *bytes, size_t size) {
  while (size > 0) {
    ssize_t put = write(fd, bytes, size);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return errno;
    bytes += put;
    size -= (size_t)put;
  }
  return 0;
}

static bool answer(const stream *s, line_slot *slot) {
  slot->out.size = 0;
  slot->out.failed = false;
  return ss_record_answer(&s->settings, slot->line, slot->size, slot->number, &slot->out);
}

/* After a line: a long one gives its memory back. */
static void trim(line_slot *slot) {
  if (slot->cap > KEEP) {
    free(slot->line);
    slot->line = NULL;
    slot->cap = 0;
  }
  if (slot->out.cap > KEEP) ss_text_free(&slot->out);
}

static void free_slot(line_slot *slot) {
  free(slot->line);
  ss_text_free(&slot->out);
}

/* ---- one thread ---- */

static void run_alone(stream *s) {
  line_slot only = {.out = {.hook = &ss_memory_default}};
  while (!s->write_error && read_line(s, &only)) {
    if (answer(s, &only))
      s->good++;
    else
      s->bad++;
    s->write_error = write_all(s->output, only.out.bytes, only.out.size);
    trim(&only);
  }
  free_slot(&only);
}

/* ---- several threads ---- */

/* Writes what is ready from `tail` on. Called with the lock, which is open while writing; one thread at a time does it. */
static void write_ready(stream *s) {
  if (s->writing) return;
  s->writing = true;
  while (s->tail < s->next && s->slots[s->tail % s->window].done && !s->write_error) {
    line_slot *slot = &s->slots[s->tail % s->window];
    pthread_mutex_unlock(&s->lock);
    int failed = write_all(s->output, slot->out.bytes, slot->out.size);
    trim(slot);
    pthread_mutex_lock(&s->lock);
    s->write_error = failed;
    slot->done = false;
    s->tail++;
    pthread_cond_signal(&s->room);
  }
  s->writing = false;
  if (s->write_error) pthread_cond_broadcast(&s->work);
}

static void *work(void *argument) {
  stream *s = argument;
  pthread_mutex_lock(&s->lock);
  for (;;) {
    while (s->next == s->head && !s->ended && !s->write_error) pthread_cond_wait(&s->work, &s->lock);
    if (s->next == s->head || s->write_error) break;
    line_slot *slot = &s->slots[s->next++ % s->window];
    pthread_mutex_unlock(&s->lock);
    bool good = answer(s, slot);
    pthread_mutex_lock(&s->lock);
    if (good)
      s->good++;
    else
      s->bad++;
    slot->done = true;
    write_ready(s);
  }
  pthread_mutex_unlock(&s->lock);
  return NULL;
}

/* Fills the ring from the input until it ends. */
static void feed(stream *s) {
  pthread_mutex_lock(&s->lock);
  for (;;) {
    while (s->head - s->tail == s->window && !s->write_error) pthread_cond_wait(&s->room, &s->lock);
    if (s->write_error) break;
    line_slot *slot = &s->slots[s->head % s->window];
    pthread_mutex_unlock(&s->lock);
    bool read = read_line(s, slot);
    pthread_mutex_lock(&s->lock);
    if (!read) break;
    s->head++;
    pthread_cond_signal(&s->work);
  }
  s->ended = true;
  pthread_cond_broadcast(&s->work);
  pthread_mutex_unlock(&s->lock);
}

/* False when not one thread could be started; nothing is read then. */
static bool run_threads(stream *s) {
  pthread_t threads[MAX_THREADS];
  size_t started = 0;
  while (started < s->threads && pthread_create(&threads[started], NULL, work, s) == 0) started++;
  if (started > 0) feed(s);
  for (size_t i = 0; i < started; i++) pthread_join(threads[i], NULL);
  return started > 0;
}

/* False without memory or threads; the caller then goes on alone. */
static bool run_together(stream *s) {
  s->window = s->threads * WINDOW;
  s->slots = calloc(s->window, sizeof *s->slots);
  if (!s->slots) return false;
  for (size_t i = 0; i < s->window; i++) s->slots[i].out.hook = &ss_memory_default;
  pthread_mutex_init(&s->lock, NULL);
  pthread_cond_init(&s->work, NULL);
  pthread_cond_init(&s->room, NULL);
  bool ran = run_threads(s);
  pthread_cond_destroy(&s->room);
  pthread_cond_destroy(&s->work);
  pthread_mutex_destroy(&s->lock);
  for (size_t i = 0; i < s->window; i++) free_slot(&s->slots[i]);
  free(s->slots);
  return ran;
}

/* ---- Lua ---- */

/* One end of the stream as the options name it. */
typedef struct {
  const char *path; /* NULL: the descriptor; the stack keeps it alive */
  int fd;
} end;

/* Option `key`: a descriptor, a path, or "-" and nil for the standard one. Leaves the value on the stack. */
static end check_end(lua_State *L, const char *key, int standard) {
  end e = {NULL, standard};
  lua_getfield(L, 1, key);
  if (lua_type(L, -1) == LUA_TNUMBER)
    e.fd = (int)lua_tointeger(L, -1);
  else if (lua_type(L, -1) == LUA_TSTRING)
    e.path = strcmp(lua_tostring(L, -1), "-") == 0 ? NULL : lua_tostring(L, -1);
  else if (!lua_isnil(L, -1))
    luaL_argerror(L, 1, lua_pushfstring(L, "%s: path or descriptor expected", key));
  return e;
}

/* A descriptor that is ours to close, or -1 with errno. */
static int open_end(const end *e, int flags) { return e->path ? open(e->path, flags | O_CLOEXEC, 0666) : dup(e->fd); }

static bool check_bytes(lua_State *L) {
  const char *offsets = ss_check_option(L, 1, "offsets", NULL);
  bool bytes = offsets && strcmp(offsets, "bytes") == 0;
  luaL_argcheck(L, !offsets || bytes || strcmp(offsets, "codepoints") == 0, 1,
                "offsets: 'codepoints' or 'bytes' expected");
  return bytes;
}

static double check_min_score(lua_State *L) {
  lua_getfield(L, 1, "min_score");
  double least = lua_isnil(L, -1) ? 0 : lua_tonumber(L, -1);
  luaL_argcheck(L, (lua_isnil(L, -1) || lua_type(L, -1) == LUA_TNUMBER) && least >= 0 && least <= 1, 1,
                "min_score: number from 0 to 1 expected");
  lua_pop(L, 1);
  return least;
}

static void run(stream *s) {
  json_object_seed(0); /* jansson asks for this before threads use it */
  if (s->threads < 2 || !run_together(s)) run_alone(s);
}

/* Opens both ends and runs; gives errno of what could not be opened, or 0, and in *place which it was. Raises nothing. */
static int open_and_run(stream *s, const end *in, const end *out, const char **place) {
  int problem = 0, input = open_end(in, O_RDONLY);
  s->output = -1;
  *place = in->path ? in->path : "standard input";
  if (input < 0) return errno;
  if (!(s->input = fdopen(input, "rb"))) {
    problem = errno;
    close(input);
    return problem;
  }
  *place = out->path ? out->path : "standard output";
  s->output = open_end(out, O_WRONLY | O_CREAT | O_TRUNC);
  if (s->output < 0)
    problem = errno;
  else
    run(s);
  fclose(s->input);
  if (s->output >= 0 && close(s->output) != 0 && !s->write_error) s->write_error = errno;
  return problem;
}

/* core.jsonl{input =, output =, offsets =, given =, actors =, min_score =, threads =, format =, kernel =}: lines answered,
 * bad lines among them; or nil, message, code. `actors` is one list for all documents; one that is wrong makes an error
 * line of each. */
int ss_jsonl_run(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  stream s = {.settings = {.format = ss_check_format(L, 1), .given = ss_check_given(L, 1), .bytes = check_bytes(L)}};
  s.settings.min_score = check_min_score(L);
  s.settings.actors = ss_check_option(L, 1, "actors", &s.settings.actors_size);
  s.threads = ss_check_option_offset(L, 1, "threads", MAX_THREADS, 1);
  end in = check_end(L, "input", STDIN_FILENO), out = check_end(L, "output", STDOUT_FILENO);
  const char *kernel = ss_check_option(L, 1, "kernel", NULL), *place;
  s.settings.model = ss_model_push(L, kernel, 1);
  if (!s.settings.model) return 4;
  int problem = open_and_run(&s, &in, &out, &place);
  if (problem) return ss_push_errno(L, place, problem);
  if (s.write_error) return ss_push_errno(L, out.path ? out.path : "standard output", s.write_error);
  if (s.read_error) return ss_push_errno(L, in.path ? in.path : "standard input", s.read_error);
  lua_pushinteger(L, (lua_Integer)(s.good + s.bad));
  lua_pushinteger(L, (lua_Integer)s.bad);
  return 2;
}
