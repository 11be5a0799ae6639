/* In: names of formats and of files. Out: the format. Promises to touch *out only when it knows. */
#include <string.h>

#include "sayso.h"

static const struct {
  const char *word; /* a format's name or a file's ending */
  sayso_format format;
} formats[] = {
    {"plain", SAYSO_FORMAT_PLAIN},       {"text", SAYSO_FORMAT_PLAIN},
    {"txt", SAYSO_FORMAT_PLAIN},         {"markdown", SAYSO_FORMAT_MARKDOWN},
    {"md", SAYSO_FORMAT_MARKDOWN},       {"mkd", SAYSO_FORMAT_MARKDOWN},
    {"mdown", SAYSO_FORMAT_MARKDOWN},    {"qmd", SAYSO_FORMAT_MARKDOWN},
    {"rmd", SAYSO_FORMAT_MARKDOWN},      {"tex", SAYSO_FORMAT_TEX},
    {"latex", SAYSO_FORMAT_TEX},         {"ltx", SAYSO_FORMAT_TEX},
    {"typst", SAYSO_FORMAT_TYPST},       {"typ", SAYSO_FORMAT_TYPST},
    {"rst", SAYSO_FORMAT_RST},           {"rest", SAYSO_FORMAT_RST},
    {"asciidoc", SAYSO_FORMAT_ASCIIDOC}, {"adoc", SAYSO_FORMAT_ASCIIDOC},
    {"asc", SAYSO_FORMAT_ASCIIDOC},      {"org", SAYSO_FORMAT_ORG},
    {"mail", SAYSO_FORMAT_MAIL},         {"eml", SAYSO_FORMAT_MAIL},
    {"mbox", SAYSO_FORMAT_MAIL},
};

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

static bool same_word(const char *a, const char *b) {
  while (*a && lower(*a) == *b) a++, b++;
  return *a == '\0' && *b == '\0';
}

bool sayso_format_by_name(const char *name, sayso_format *out) {
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
    if (!same_word(name, formats[i].word)) continue;
    *out = formats[i].format;
    return true;
  }
  return false;
}

bool sayso_format_by_path(const char *path, sayso_format *out) {
  const char *slash = strrchr(path, '/');
  const char *dot = strrchr(slash ? slash : path, '.');
  return dot && sayso_format_by_name(dot + 1, out);
}
