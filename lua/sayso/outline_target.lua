-- In: the cursor of the outline as it moves. Out: the statement it stands on, lit in the text; with auto_jump the text goes there too.
-- Promises that the focus stays, that the jump list is left alone, and that the light goes when the outline is left.

local api = vim.api
local buffer = require('sayso.buffer')
local compat = require('sayso.compat')

local M = {}

local lit = api.nvim_create_namespace('sayso.outline.target')

function M.clear(self)
  if api.nvim_buf_is_valid(self.source) then api.nvim_buf_clear_namespace(self.source, lit, 0, -1) end
end

local function light(self, state, statement)
  for _, span in ipairs(statement.content) do
    local row, col = state:position(math.min(span[1], state.doc_size))
    local end_row, end_col = state:position(math.min(span[2], state.doc_size))
    pcall(api.nvim_buf_set_extmark, self.source, lit, row, col,
      { end_row = end_row, end_col = end_col, hl_group = 'SaysoOutlineCurrent', priority = 240 })
  end
end

--- A window of the tab page that shows the text, the one used last if it does; none is opened for this.
function M.window(self)
  for _, window in ipairs({ self.source_window or -1, unpack(api.nvim_tabpage_list_wins(self.tab)) }) do
    if api.nvim_win_is_valid(window) and api.nvim_win_get_buf(window) == self.source then return window end
  end
end

local function go(self, state, offset)
  local window = M.window(self)
  if not window then return end
  local row, col = state:position(math.min(offset, state.doc_size))
  pcall(api.nvim_win_set_cursor, window, { row + 1, col })
  api.nvim_win_call(window, function() vim.cmd('normal! zvzz') end)
end

--- The outline's cursor moved.
function M.moved(self)
  M.clear(self)
  local node = require('sayso.outline').node(self)
  local state = node and api.nvim_buf_is_valid(self.source) and buffer.get(self.source)
  if not state or not node.offset then return end
  if node.statement then light(self, state, node.statement) end
  if self.auto_jump then go(self, state, node.offset) end
end

--- Watches the cursor of an outline's buffer.
function M.watch(self)
  local function on(events, name, fn)
    local guarded = compat.guard(name, fn)
    api.nvim_create_autocmd(events, { buffer = self.bufnr, callback = function() guarded(self) end })
  end
  on('CursorMoved', 'outline target', M.moved)
  on({ 'WinLeave', 'BufLeave', 'BufWipeout' }, 'outline target', M.clear)
end

return M
