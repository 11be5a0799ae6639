# sayso. `make help` lists the targets. GNU make. Objects go to build/<config>/, one folder for each set of flags.
.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY: # objects between source and program stay
MAKEFLAGS += --no-builtin-rules
-include local.mk

CC ?= cc
ifeq ($(origin CC),default)
CC := $(shell command -v gcc || command -v clang || echo cc)
endif
HOST_CC ?= $(CC)
AR ?= ar
PKG_CONFIG ?= pkg-config
PREFIX ?= /usr/local
LUA_CMODULE_DIR ?= $(PREFIX)/lib/lua/5.4
LUA_MODULE_DIR ?= $(PREFIX)/share/lua/5.4
JOBS ?= $(shell nproc 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null || echo 2)
VERSION := $(shell sed -n 's/^\#define SAYSO_VERSION "\(.*\)".*/\1/p' core/include/sayso.h)
ABI := $(shell sed -n 's/^\#define SAYSO_ABI \([0-9]*\).*/\1/p' core/include/sayso.h)

# ---- flags: one warning a line; SAN=address,undefined builds checked ----
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wvla
OPT ?= -O2
CONFIG := release
ifdef SAN
comma := ,
CONFIG := san-$(subst $(comma),-,$(SAN))
OPT := -O1 -g -fno-omit-frame-pointer -DSS_ARENA_MALLOC
SANFLAGS := -fsanitize=$(SAN) -fno-sanitize-recover=all
endif
CFLAGS ?=
COMMON := -std=c11 $(WARNINGS) $(OPT) -fPIC -fvisibility=hidden -ffp-contract=off -pthread $(SANFLAGS) $(CFLAGS) -MMD -MP
INCLUDES := -Icore -Icore/include
PCRE2_CFLAGS = $(shell $(PKG_CONFIG) --cflags libpcre2-8)
PCRE2_LIBS = $(shell $(PKG_CONFIG) --libs libpcre2-8)
OUT := build/$(CONFIG)
UNAME := $(shell uname -s)
SONAME := -Wl,-soname,libsayso.so.$(ABI)
ifeq ($(UNAME),Darwin)
SONAME := -Wl,-install_name,@rpath/libsayso.so
endif
Q := $(if $(V),,@)
say = $(if $(V),,@echo "  $(1)")

# ---- sources ----
DATA := $(sort $(wildcard core/data/*.txt))
CORE_C := $(sort $(wildcard core/base/*.c core/text/*.c core/net/*.c core/read/*.c core/actor/*.c core/doc/*.c))
CORE_O := $(CORE_C:%.c=$(OUT)/%.o) $(OUT)/core/net/embed.o $(OUT)/gen/lexicon_data.o
LIB := $(OUT)/libsayso.a
SHARED := $(OUT)/libsayso.so

## all: the library, the Lua modules and the command
all: lib lua
lib: $(LIB) $(SHARED)

# Rebuilt when the flags change.
$(OUT)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(COMMON)' | cmp -s - $@ || echo '$(CC) $(COMMON)' > $@
FORCE:

$(OUT)/%.o: %.c $(OUT)/flags
	@mkdir -p $(@D)
	$(call say,CC $<)
	$(Q)$(CC) $(COMMON) $(FASTER) $(INCLUDES) $(PCRE2_CFLAGS) -c $< -o $@

# Plain C gains a third from loops that the compiler turns into vectors.
$(OUT)/core/net/kernel_c.o: COMMON += $(if $(SAN),,-O3)
# So does what runs over the whole document after every edit, a tenth: layout, resolving, the result.
$(patsubst %.c,$(OUT)/%.o,$(wildcard core/actor/*.c core/text/*.c core/doc/*.c)): FASTER := $(if $(SAN),,-O3)
# The files that may use vector instructions; each is only run where the machine has them.
MACHINE := $(firstword $(subst -, ,$(shell $(CC) -dumpmachine 2>/dev/null)))
ifneq ($(filter x86_64 amd64,$(MACHINE)),)
$(OUT)/core/net/kernel_avx2.o: COMMON += -mavx2 -mfma
$(OUT)/core/net/kernel_avx512.o: COMMON += -mavx512f
endif

$(OUT)/core/net/embed.o: core/net/embed.S core/model/sayso.model $(OUT)/flags
	@mkdir -p $(@D)
	$(call say,AS $<)
	$(Q)$(CC) -c $< -o $@

# Word lists become C tables (core/data/compile.c says how).
build/host/compile-data: core/data/compile.c core/text/lexicon_terms.h
	@mkdir -p $(@D)
	$(call say,CC $<)
	$(Q)$(HOST_CC) -std=c11 -O1 -o $@ $<
build/gen/lexicon_data.c: build/host/compile-data $(DATA)
	@mkdir -p $(@D)
	$(call say,GEN $@)
	$(Q)build/host/compile-data $(DATA) > $@.tmp && mv $@.tmp $@
$(OUT)/gen/lexicon_data.o: build/gen/lexicon_data.c $(OUT)/flags
	@mkdir -p $(@D)
	$(call say,CC $<)
	$(Q)$(CC) $(COMMON) $(INCLUDES) -c $< -o $@

$(LIB): $(CORE_O)
	$(call say,AR $@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^
$(SHARED): $(CORE_O)
	$(call say,LD $@)
	$(Q)$(CC) -shared $(SONAME) $(OPT) $(SANFLAGS) -pthread -o $@.tmp $^ $(PCRE2_LIBS) -lm && mv $@.tmp $@

# ---- Lua: one source, two libraries ----
BIND_C := $(sort $(wildcard lua/binding/*.c))
LUAJIT_CFLAGS = $(shell $(PKG_CONFIG) --cflags luajit)
LUA54_CFLAGS = $(shell $(PKG_CONFIG) --cflags lua5.4)
JANSSON_CFLAGS = $(shell $(PKG_CONFIG) --cflags jansson)
JANSSON_LIBS = $(shell $(PKG_CONFIG) --libs jansson)
LUA_LIBS ?=
SO_FLAGS := -shared
ifeq ($(UNAME),Darwin)
SO_FLAGS := -bundle -undefined dynamic_lookup
endif
# JSON is the command's alone: the editor's module needs libc, libm and PCRE2 only.
LUAJIT_O := $(filter-out %/json.o %/jsonl.o %/jsonl_record.o,$(BIND_C:%.c=$(OUT)/luajit/%.o))
LUA54_O := $(BIND_C:%.c=$(OUT)/lua5.4/%.o)
$(OUT)/luajit/%.o: %.c $(OUT)/flags
	@mkdir -p $(@D)
	$(call say,CC $< (LuaJIT))
	$(Q)$(CC) $(COMMON) $(INCLUDES) $(LUAJIT_CFLAGS) -c $< -o $@
$(OUT)/lua5.4/%.o: %.c $(OUT)/flags
	@mkdir -p $(@D)
	$(call say,CC $< (Lua 5.4))
	$(Q)$(CC) $(COMMON) $(INCLUDES) $(LUA54_CFLAGS) $(JANSSON_CFLAGS) -c $< -o $@

LUAJIT_SO := $(if $(SAN),$(OUT)/luajit/sayso/core.so,lua/sayso/core.so)
LUA54_SO := $(if $(SAN),$(OUT)/lua5.4/sayso/core.so,build/lua5.4/sayso/core.so)
## luajit: the editor's module, lua/sayso/core.so
luajit: $(LUAJIT_SO)
## lua54: the command's module, build/lua5.4/sayso/core.so, and the command build/sayso
lua54: $(LUA54_SO) build/sayso
lua: luajit lua54
$(LUAJIT_SO): $(LUAJIT_O) $(LIB)
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(SO_FLAGS) $(SANFLAGS) -pthread -o $@.tmp $^ $(PCRE2_LIBS) $(LUA_LIBS) -lm && mv $@.tmp $@
$(LUA54_SO): $(LUA54_O) $(LIB)
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(SO_FLAGS) $(SANFLAGS) -pthread -o $@.tmp $^ $(PCRE2_LIBS) $(JANSSON_LIBS) -lm && mv $@.tmp $@
build/sayso: lua/sayso/command.in Makefile
	@mkdir -p $(@D)
	$(Q)cp $< $@ && chmod +x $@

# ---- tests: cmocka programs, one a file; tests/run adds up what they and the other suites say ----
UNIT_C := $(sort $(wildcard tests/unit/test_*.c))
ROBUST_C := $(sort $(wildcard tests/robust/test_*.c))
GOLDEN_C := $(sort $(wildcard tests/golden/test_*.c))
SUPPORT_O := $(patsubst %.c,$(OUT)/%.o,$(sort $(wildcard tests/support/*.c)))
UNIT_BIN := $(UNIT_C:tests/unit/%.c=$(OUT)/unit/%)
TEST_BIN := $(UNIT_BIN) $(patsubst tests/%.c,$(OUT)/%,$(ROBUST_C) $(GOLDEN_C))
CMOCKA_CFLAGS = $(shell $(PKG_CONFIG) --cflags cmocka)
CMOCKA_LIBS = $(shell $(PKG_CONFIG) --libs cmocka)
TEST_CC = $(CC) $(COMMON) -Wno-missing-prototypes $(INCLUDES) -Itests/support $(CMOCKA_CFLAGS) $(LDFLAGS_TEST) -o $@ $< $(SUPPORT_O) $(LIB) \
  $(PCRE2_LIBS) $(CMOCKA_LIBS) -lm
T ?=
$(OUT)/unit/%: tests/unit/%.c $(SUPPORT_O) $(LIB)
	@mkdir -p $(@D)
	$(call say,CC $<)
	$(Q)$(TEST_CC)
$(OUT)/robust/%: tests/robust/%.c $(SUPPORT_O) $(LIB)
	@mkdir -p $(@D)
	$(call say,CC $<)
	$(Q)$(TEST_CC)
$(OUT)/golden/%: tests/golden/%.c $(SUPPORT_O) $(LIB)
	@mkdir -p $(@D)
	$(call say,CC $<)
	$(Q)$(TEST_CC)

# Random edits against fresh documents: not cmocka, for it shrinks what fails (tests/incremental).
INCREMENTAL := $(OUT)/incremental/test_incremental
INCREMENTAL_O := $(patsubst %.c,$(OUT)/%.o,$(wildcard tests/incremental/s*.c))
$(INCREMENTAL_O): INCLUDES += -Itests/support
$(OUT)/incremental/%: tests/incremental/%.c $(INCREMENTAL_O) $(SUPPORT_O) $(LIB)
	@mkdir -p $(@D)
	$(call say,CC $<)
	$(Q)$(CC) $(COMMON) $(INCLUDES) -Itests/support -o $@ $< $(INCREMENTAL_O) $(SUPPORT_O) $(LIB) $(PCRE2_LIBS) $(CMOCKA_LIBS) -lm

# One line a suite for tests/run: name, tab, command.
suite = printf '%s\t%s\n' '$(1)' '$(2)';
suites = $(foreach t,$(1),$(call suite,$(2)$(notdir $(t)),$(t)))

## test-unit: the unit programs alone; T=token runs those whose name holds it
test-unit: $(UNIT_BIN)
	@{ $(call suites,$(UNIT_BIN),unit/) } | tests/run '$(T)'

## test-programs: builds the cmocka programs (with SAN=... the checked ones) and runs nothing
test-programs: $(TEST_BIN) $(if $(wildcard tests/incremental/test_incremental.c),$(INCREMENTAL))

# ---- fuzz: libFuzzer targets; without libFuzzer the same code with a driver of our own ----
FUZZ_C := $(sort $(wildcard tests/fuzz/fuzz_*.c))
FUZZ_BIN := $(FUZZ_C:tests/%.c=$(OUT)/%)
$(OUT)/fuzz/%: tests/fuzz/%.c $(OUT)/tests/fuzz/driver.o $(LIB)
	@mkdir -p $(@D)
	$(call say,CC $<)
	$(Q)$(CC) $(COMMON) -Wno-missing-prototypes $(INCLUDES) $(FUZZ_CFLAGS) -o $@ $< $(OUT)/tests/fuzz/driver.o $(FUZZ_O) $(LIB) $(PCRE2_LIBS) $(FUZZ_LIBS) -lm
# The line of jsonl is the binding's: its objects come along, and with them Lua.
$(OUT)/fuzz/fuzz_jsonl: $(LUA54_O)
$(OUT)/fuzz/fuzz_jsonl: FUZZ_O = $(LUA54_O)
$(OUT)/fuzz/fuzz_jsonl: FUZZ_CFLAGS = -Ilua $(LUA54_CFLAGS) $(JANSSON_CFLAGS)
$(OUT)/fuzz/fuzz_jsonl: FUZZ_LIBS = $(JANSSON_LIBS) $(shell $(PKG_CONFIG) --libs lua5.4)
fuzz-programs: $(FUZZ_BIN)
## fuzz: EDITS (100000) random edits against fresh documents, then mutated seeds under ASan and UBSan for SECONDS (60) a target
SECONDS ?= 60
fuzz: bootstrap
	+$(Q)$(MAKE) --no-print-directory -j$(JOBS) $(INCREMENTAL)
	$(INCREMENTAL) --edits $(or $(EDITS),100000) --random
	+$(Q)$(MAKE) --no-print-directory -j$(JOBS) SAN=address,undefined fuzz-programs
	@mkdir -p build/fuzz
	@set -e; for t in $(notdir $(FUZZ_BIN)); do echo "== $$t"; \
	  build/san-address-undefined/fuzz/$$t --seconds $(SECONDS) --keep build/fuzz/$$t.crash tests/fuzz/corpus/$${t#fuzz_}; done

# ---- what people call ----
# What is missing is installed first, then a second make sees the new compiler and libraries.
bootstrap:
	@.ci/bootstrap build

SAMPLE := tests/data/article.txt
## demo: installs what is missing, builds, and shows who said what in the sample article: on a terminal in Neovim, else as text
demo: bootstrap
	+$(Q)$(MAKE) --no-print-directory -j$(JOBS) all
	@if [ -t 0 ] && [ -t 1 ] && command -v nvim >/dev/null; then tests/nvim/demo $(SAMPLE); else build/sayso outline $(SAMPLE); fi

## test: installs what is missing, builds, runs every test; T=quote runs the suites whose name holds it
test: bootstrap
	+$(Q)$(MAKE) --no-print-directory -j$(JOBS) all test-programs fuzz-programs
	+$(Q)for san in address,undefined thread; do $(MAKE) --no-print-directory -j$(JOBS) SAN=$$san checked; done
	@CC='$(CC)' tests/suites | tests/run '$(T)'

# The programs of a checked build, where the compiler and this machine can make and run such programs at all.
CHECKED := build/test/$(CONFIG)
checked:
	@mkdir -p build/test && rm -f $(CHECKED).ok
	@echo 'int main(void) { return 0; }' > $(CHECKED).c
	+@if $(CC) -fsanitize=$(SAN) -o $(CHECKED).probe $(CHECKED).c 2>/dev/null && $(CHECKED).probe; then \
	  $(MAKE) --no-print-directory SAN=$(SAN) $(if $(filter thread,$(SAN)),$(OUT)/robust/test_threads,test-programs fuzz-programs lua54) && \
	  touch $(CHECKED).ok; fi

## test-lua: the Lua specs alone, under lua5.4 and luajit
test-lua: all
	@tests/suites | tests/run lua/
## test-nvim: the plugin in this machine's Neovim, in 0.10 and in 0.12 (fetched once); NVIMS= and CASE= choose (tests/nvim/children.sh)
test-nvim: luajit
	@tests/suites | tests/run nvim/
## test-arm: the C tests as arm64 programs under qemu-user (NEON kernel); Debian, fetches arm64 packages into build/arm
test-arm:
	@.ci/bootstrap build arm
	@tests/arm

## golden: compares the dumps of the texts in tests/data with tests/golden
golden: $(OUT)/golden/test_golden
	$<
## golden-update: rewrites them; read the difference before committing it
golden-update: $(OUT)/golden/test_golden
	GOLDEN_UPDATE=1 $<

## quality: scores against gold, compared with the floors in tests/quality
quality:
	@.ci/bootstrap build quality
	+$(Q)$(MAKE) --no-print-directory -j$(JOBS) all
	python3 tests/quality/run.py
## bench: words a second, memory, latency, cost by size, one edit in a book; TEXT=FILE.jsonl for other texts
bench: bootstrap
	+$(Q)$(MAKE) --no-print-directory -j$(JOBS) all $(OUT)/bench/bench $(OUT)/bench/bench_edit $(OUT)/bench/spawn
	tests/bench/run $(TEXT)
	nvim --headless -u NONE -i NONE -n --cmd 'set runtimepath^=.' --cmd 'runtime plugin/sayso.lua' -c 'luafile tests/nvim/bench.lua'
$(OUT)/bench/%: tests/bench/%.c $(LIB)
	@mkdir -p $(@D)
	$(call say,CC $<)
	$(Q)$(CC) $(COMMON) $(INCLUDES) -o $@ $< $(LIB) $(PCRE2_LIBS) -lm
PYTHON ?= python3
## train-check: recomputes the scores of the five texts with PyTorch and compares; PYTHON= names one that has torch
train-check: lib
	$(PYTHON) core/train/check.py

## dump: one stage of a text: make dump STAGE=marks FILE=tests/data/news.txt
STAGE ?= statements
FILE ?= $(SAMPLE)
dump: lua54
	build/sayso dump --stage=$(STAGE) $(FILE)

FORMAT_C := $(wildcard core/*/*.[ch] core/include/*.h lua/binding/*.[ch] tests/*/*.[ch])
## lint: what tools say about the code; tools that are missing are installed
lint:
	@.ci/bootstrap build lint
	@CC='$(CC)' CFLAGS='$(INCLUDES) $(PCRE2_CFLAGS)' tests/lint
## format: clang-format on the files named: make format FILES="core/read/mark.c"
format:
	@test -n '$(FILES)' || { echo 'make format FILES="..." (format what you write, not what others wrote)'; exit 1; }
	clang-format -i $(FILES)
## doc: help tags for Neovim
doc: doc/tags
doc/tags: doc/sayso.txt
	nvim --headless -u NONE -i NONE -c 'helptags doc' -c q

# ---- install ----
LIBDIR ?= $(PREFIX)/lib
SHARE := $(PREFIX)/share/doc/sayso
INSTALLED = $(PREFIX)/bin/sayso $(PREFIX)/include/sayso.h $(LIBDIR)/libsayso.a $(LIBDIR)/libsayso.so $(LIBDIR)/libsayso.so.$(ABI) \
  $(LIBDIR)/pkgconfig/sayso.pc $(LUA_CMODULE_DIR)/sayso/core.so $(CLI_LUA:lua/%=$(LUA_MODULE_DIR)/%) \
  $(SHARE)/LICENSE $(SHARE)/NOTICE $(SHARE)/MODEL.md
# The modules the command needs: cli and what it requires, three steps deep.
CLI_LUA = $(shell all=cli; for step in 1 2 3; do all=$$(for m in $$all; do echo $$m; \
  sed -n "s/.*require('sayso\.\([a-z_]*\)').*/\1/p" lua/sayso/$$m.lua 2>/dev/null; done | sort -u); done; \
  for m in $$all; do test -e lua/sayso/$$m.lua && echo lua/sayso/$$m.lua; done)
## install: library, header, pkg-config file, Lua 5.4 modules and command; PREFIX DESTDIR LUA_CMODULE_DIR LUA_MODULE_DIR
install: all
	install -d $(addprefix $(DESTDIR),$(sort $(dir $(INSTALLED))))
	install -m 644 core/include/sayso.h $(DESTDIR)$(PREFIX)/include/sayso.h
	install -m 644 $(LIB) $(DESTDIR)$(LIBDIR)/libsayso.a
	install -m 755 $(SHARED) $(DESTDIR)$(LIBDIR)/libsayso.so.$(ABI)
	ln -sf libsayso.so.$(ABI) $(DESTDIR)$(LIBDIR)/libsayso.so
	printf 'prefix=%s\nlibdir=%s\nincludedir=$${prefix}/include\n\nName: sayso\nDescription: who said what in a text\nVersion: %s\n' \
	  '$(PREFIX)' '$(LIBDIR)' '$(VERSION)' > $(DESTDIR)$(LIBDIR)/pkgconfig/sayso.pc
	printf 'Libs: -L$${libdir} -lsayso\nLibs.private: -lm -pthread\nRequires.private: libpcre2-8\nCflags: -I$${includedir}\n' \
	  >> $(DESTDIR)$(LIBDIR)/pkgconfig/sayso.pc
	install -m 755 $(LUA54_SO) $(DESTDIR)$(LUA_CMODULE_DIR)/sayso/core.so
	install -m 644 $(CLI_LUA) $(DESTDIR)$(LUA_MODULE_DIR)/sayso/
	sed -e 's|@CMODULE_DIR@|$(LUA_CMODULE_DIR)|' -e 's|@MODULE_DIR@|$(LUA_MODULE_DIR)|' lua/sayso/command.in > $(DESTDIR)$(PREFIX)/bin/sayso
	chmod 755 $(DESTDIR)$(PREFIX)/bin/sayso
	install -m 644 LICENSE $(DESTDIR)$(SHARE)/LICENSE
	install -m 644 core/data/NOTICE $(DESTDIR)$(SHARE)/NOTICE
	install -m 644 core/model/README.md $(DESTDIR)$(SHARE)/MODEL.md
## uninstall: removes what install put there
uninstall:
	rm -f $(addprefix $(DESTDIR),$(INSTALLED))
	-rmdir $(DESTDIR)$(LUA_CMODULE_DIR)/sayso $(DESTDIR)$(LUA_MODULE_DIR)/sayso $(DESTDIR)$(SHARE) 2>/dev/null

## clean: remove what was built
clean:
	rm -rf build lua/sayso/core.so doc/tags

## help: this list
help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST) | sort

.PHONY: FORCE all lib lua luajit lua54 bootstrap demo test checked test-unit test-programs test-lua test-nvim test-arm golden \
  golden-update fuzz fuzz-programs bench quality train-check lint format dump doc install uninstall clean help
-include $(shell [ -d build ] && find build -name '*.d')
