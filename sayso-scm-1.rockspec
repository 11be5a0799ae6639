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
  install = {
    lib = { ['sayso.core'] = 'lua/sayso/core.so' },
    lua = { -- every module of lua/sayso; tests/header/rockspec.sh compares
      ['sayso.annotate'] = 'lua/sayso/annotate.lua',
      ['sayso.buffer'] = 'lua/sayso/buffer.lua',
      ['sayso.card'] = 'lua/sayso/card.lua',
      ['sayso.cli'] = 'lua/sayso/cli.lua',
      ['sayso.command'] = 'lua/sayso/command.lua',
      ['sayso.compat'] = 'lua/sayso/compat.lua',
      ['sayso.config'] = 'lua/sayso/config.lua',
      ['sayso.correct'] = 'lua/sayso/correct.lua',
      ['sayso.correct_command'] = 'lua/sayso/correct_command.lua',
      ['sayso.export'] = 'lua/sayso/export.lua',
      ['sayso.export_brat'] = 'lua/sayso/export_brat.lua',
      ['sayso.export_command'] = 'lua/sayso/export_command.lua',
      ['sayso.export_csv'] = 'lua/sayso/export_csv.lua',
      ['sayso.export_json'] = 'lua/sayso/export_json.lua',
      ['sayso.export_markdown'] = 'lua/sayso/export_markdown.lua',
      ['sayso.export_tei'] = 'lua/sayso/export_tei.lua',
      ['sayso.export_text'] = 'lua/sayso/export_text.lua',
      ['sayso.health'] = 'lua/sayso/health.lua',
      ['sayso.highlight'] = 'lua/sayso/highlight.lua',
      ['sayso'] = 'lua/sayso/init.lua',
      ['sayso.items'] = 'lua/sayso/items.lua',
      ['sayso.listed'] = 'lua/sayso/listed.lua',
      ['sayso.lsp'] = 'lua/sayso/lsp.lua',
      ['sayso.marks'] = 'lua/sayso/marks.lua',
      ['sayso.motion'] = 'lua/sayso/motion.lua',
      ['sayso.native'] = 'lua/sayso/native.lua',
      ['sayso.outline'] = 'lua/sayso/outline.lua',
      ['sayso.outline_actions'] = 'lua/sayso/outline_actions.lua',
      ['sayso.outline_target'] = 'lua/sayso/outline_target.lua',
      ['sayso.outline_tree'] = 'lua/sayso/outline_tree.lua',
      ['sayso.picker'] = 'lua/sayso/picker.lua',
      ['sayso.preview'] = 'lua/sayso/preview.lua',
      ['sayso.render'] = 'lua/sayso/render.lua',
      ['sayso.report'] = 'lua/sayso/report.lua',
      ['sayso.room'] = 'lua/sayso/room.lua',
      ['sayso.schedule'] = 'lua/sayso/schedule.lua',
      ['sayso.statusline'] = 'lua/sayso/statusline.lua',
      ['sayso.store'] = 'lua/sayso/store.lua',
      ['sayso.terminal'] = 'lua/sayso/terminal.lua',
    },
  },
  copy_directories = { 'doc', 'plugin' },
}
