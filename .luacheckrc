-- make lint. The command runs under Lua 5.4, the plugin under LuaJIT; both may be read by one file.
std = 'lua54+luajit'
max_line_length = 140
cache = false
exclude_files = { 'build' }
-- lua/sayso/cli.lua and what it requires run without Neovim: tests/lint looks for vim.* there.
files['lua/sayso'] = { globals = { 'vim' } }
files['plugin'] = { globals = { 'vim' } }
files['tests/nvim'] = { globals = { 'vim' } }
