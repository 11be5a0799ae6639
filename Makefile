# sayso. `make help` lists the targets. GNU make. Objects go to build/<config>/, one folder for each set of flags.
.DELETE_ON_ERROR:
.SUFFIXES:
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
VERSION := $(shell sed -n 's/^\#define SAYSO_VERSION "\(.*\)".*/\1/p' core/include/sayso.h)

# ---- flags: one warning a line; SAN=address,undefined builds checked ----
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wvla
OPT ?= -O2
CONFIG := release
ifdef SAN
CONFIG := san-$(subst $(,),-,$(subst $(comma),-,$(SAN)))
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
	$(Q)$(CC) $(COMMON) $(INCLUDES) $(PCRE2_CFLAGS) -c $< -o $@

# The one file that may use AVX2 and FMA; it is only run where the machine has them.
ifneq ($(filter x86_64 amd64,$(shell uname -m)),)
$(OUT)/core/net/kernel_avx2.o: COMMON += -mavx2 -mfma
endif

$(OUT)/core/net/embed.o: core/net/embed.S core/model/sayso.model $(OUT)/flags
	@mkdir -p $(@D)
	$(call say,AS $<)
	$(Q)$(CC) -c $< -o $@

# Word lists become C tables (core/data/compile.c says how).
build/host/compile-data: core/data/compile.c
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
	$(Q)$(CC) -shared $(OPT) $(SANFLAGS) -pthread -o $@.tmp $^ $(PCRE2_LIBS) -lm && mv $@.tmp $@

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
LUAJIT_O := $(filter-out %/jsonl.o %/json.o,$(BIND_C:%.c=$(OUT)/luajit/%.o))
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

# ---- tests ----
UNIT_C := $(sort $(wildcard tests/unit/test_*.c))
SUPPORT_O := $(patsubst %.c,$(OUT)/%.o,$(sort $(wildcard tests/support/*.c)))
UNIT_BIN := $(UNIT_C:tests/unit/%.c=$(OUT)/unit/%)
T ?= *
$(OUT)/unit/%: tests/unit/%.c $(SUPPORT_O) $(LIB)
	@mkdir -p $(@D)
	$(call say,CC $<)
	$(Q)$(CC) $(COMMON) -Wno-missing-prototypes $(INCLUDES) -Itests/support $(shell $(PKG_CONFIG) --cflags cmocka) -o $@ $< $(SUPPORT_O) $(LIB) \
	  $(PCRE2_LIBS) $(shell $(PKG_CONFIG) --libs cmocka) -lm
## test-unit: cmocka programs; T=token runs one
test-unit: $(filter $(OUT)/unit/test_$(T) $(if $(filter *,$(T)),%),$(UNIT_BIN))
	$(Q)set -e; for t in $^; do echo "== $$t"; $$t; done

## clean: remove what was built
clean:
	rm -rf build lua/sayso/core.so doc/tags

## help: this list
help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST) | sort

.PHONY: all lib lua luajit lua54 test-unit clean help FORCE
-include $(shell [ -d build ] && find build -name '*.d')
