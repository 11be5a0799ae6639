-- In: a statement. Out: a float with it and the lines around it. Promises to move nothing in the text.

local api = vim.api
local compat = require('sayso.compat')

local M = {}

local namespace = api.nvim_create_namespace('sayso.preview')
local CONTEXT = 2 -- lines above and below

--- Opens the float; any motion in it is free, q closes it.
function M.open(state, statement)
  local from, to = state:hull(statement)
  local first_row, last_row = state:position(from), (state:position(to))
  local top = math.max(0, first_row - CONTEXT)
  local lines = api.nvim_buf_get_lines(state.bufnr, top, last_row + CONTEXT + 1, false)
  local speaker = require('sayso.items').speaker(state, statement)
  local shift = compat.has.float_title and 0 or 2
  local buffer, window = compat.float(lines, { title = speaker, relative = 'editor', wrap = true })
  for _, part in ipairs({ { 'content', 'SaysoQuoteDirect' }, { 'cue', 'SaysoCue' }, { 'source', 'SaysoPerson' } }) do
    for _, span in ipairs(statement[part[1]]) do
      local row, col = state:position(span[1])
      local end_row, end_col = state:position(span[2])
      pcall(api.nvim_buf_set_extmark, buffer, namespace, row - top + shift, col,
        { end_row = end_row - top + shift, end_col = end_col, hl_group = part[2] })
    end
  end
  pcall(api.nvim_win_set_cursor, window, { first_row - top + shift + 1, 0 })
  return buffer, window
end

return M
