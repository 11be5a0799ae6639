#!/bin/sh
# The module inside this machine's Neovim: loaded by plain require from the runtimepath, in the editor's Lua and in a worker.
exec nvim --headless -u NONE -i NONE -n --cmd "set runtimepath^=$(pwd)" -c 'luafile tests/nvim/smoke.lua'
