-- make lint. The command runs under Lua 5.4, the plugin under LuaJIT; both may be read by one file.
std = 'lua54+luajit'
max_line_length = 100
cache = false
exclude_files = { 'build' }
files['tests/nvim'] = { read_globals = { 'vim' } }
