/* Runs a command and says what it took.
 *   spawn IN OUT COMMAND ARGUMENT...
 * Out: one line `WALL_SECONDS CPU_SECONDS PEAK_KILOBYTES`. The status is the command's, 127 when it cannot be run. */
#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double seconds(struct timeval t) { return (double)t.tv_sec + (double)t.tv_usec * 1e-6; }

static void become(char **argv) {
  int in = open(argv[1], O_RDONLY), out = open(argv[2], O_WRONLY | O_CREAT | O_TRUNC, 0666);
  if (in < 0 || out < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0) _exit(127);
  execvp(argv[3], argv + 3);
  _exit(127);
}

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  double begun = now();
  pid_t child = fork();
  if (child < 0) return 127;
  if (child == 0) become(argv);
  int status;
  struct rusage used;
  if (wait4(child, &status, 0, &used) < 0) return 127;
#ifdef __APPLE__
  long kilobytes = used.ru_maxrss / 1024; /* bytes there */
#else
  long kilobytes = used.ru_maxrss;
#endif
  printf("%.4f %.4f %ld\n", now() - begun, seconds(used.ru_utime) + seconds(used.ru_stime), kilobytes);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 127;
}
