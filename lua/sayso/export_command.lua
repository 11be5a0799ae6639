-- In: `:Sayso export FORMAT [FILE]`. Out: the file, or where none is named a new buffer with the text. Raises one line for the user.

local api = vim.api
local compat = require('sayso.compat')
local export = require('sayso.export')

local M = {}

local FILETYPES = { json = 'json', csv = 'csv', markdown = 'markdown', tei = 'xml', brat = '' }

local function stop(message) error({ sayso = message }, 0) end

-- A scratch buffer: to look at, or to write somewhere by hand.
local function show(format, text)
  vim.cmd('new')
  local bufnr = api.nvim_get_current_buf()
  vim.bo[bufnr].buftype, vim.bo[bufnr].bufhidden, vim.bo[bufnr].swapfile = 'nofile', 'wipe', false
  local lines = vim.split(text:gsub('\r\n', '\n'):gsub('\n$', ''), '\n', { plain = true })
  api.nvim_buf_set_lines(bufnr, 0, -1, false, lines)
  vim.bo[bufnr].filetype = FILETYPES[format] or ''
  vim.bo[bufnr].modified = false
end

--- Runs the subcommand for an attached buffer.
function M.run(state, format, path, force)
  if not format then stop('export: which format? ' .. table.concat(export.formats(), ', ')) end
  local core = require('sayso.native').load()
  local article = require('sayso.items').article(state)
  local text, message = export.render(core, format, article, { stances = state.stances })
  if not text then stop(message) end
  if not path or path == '' then return show(format, text) end
  local written
  written, message = export.write(core, path, text, { force = force, hint = ':Sayso! export writes over it' })
  if not written then stop(message) end
  compat.notify(('wrote %s'):format(vim.fn.fnamemodify(path, ':~:.')))
end

return M
