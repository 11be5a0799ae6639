rockspec_format = '3.0'
package = 'sayso'
version = 'scm-1'
source = { url = 'git+file://.' } -- luarocks make, in a checkout
description = {
  summary = 'Who said what in a text',
  detailed = 'Finds people, organizations and places in a text, the statements made by them, and who made each.',
  license = 'MIT AND CC-BY-SA-4.0',
}
dependencies = { 'lua == 5.1' } -- LuaJIT, as Neovim has it; for Lua 5.4 use make install
external_dependencies = { PCRE2 = { header = 'pcre2.h' } }
build = {
  type = 'make',
  build_target = 'luajit',
  install_pass = false,
  install = { lib = { ['sayso.core'] = 'lua/sayso/core.so' } },
  copy_directories = { 'doc' },
}
