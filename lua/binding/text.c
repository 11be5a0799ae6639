/* In: a string. Out: it folded, or its number of words. Promises linear time on any bytes. */
#include "binding.h"
#include "text/unicode.h"

/* Case and accents taken away, for comparing names. */
int ss_text_fold(lua_State *L) {
  size_t size;
  const char *text = luaL_checklstring(L, 1, &size);
  size_t cap = size + size / 2 + 4;
  char *folded = lua_newuserdata(L, cap);
  lua_pushlstring(L, folded, ss_word_fold(text, size, true, folded, cap));
  return 1;
}

static bool is_apostrophe(uint32_t code) { return code == '\'' || code == 0x2019; }

/* Counts words as the scorers do: letters, digits and marks, an apostrophe inside belongs to the word. */
static size_t count_words(const char *text, size_t size) {
  size_t words = 0;
  bool inside = false, joined = false; /* in a word; after an apostrophe that follows one */
  for (size_t at = 0; at < size;) {
    uint32_t code = ss_utf8_next(text, size, &at);
    bool word = ss_char_is_word(code);
    if (word && !inside && !joined) words++;
    joined = inside && is_apostrophe(code);
    inside = word;
  }
  return words;
}

int ss_text_words(lua_State *L) {
  size_t size;
  const char *text = luaL_checklstring(L, 1, &size);
  lua_pushinteger(L, (lua_Integer)count_words(text, size));
  return 1;
}
