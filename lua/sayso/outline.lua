-- In: attached buffers. Out: a window of who said what, one per tab page, beside the text or floating. Promises that it moves only in
-- answer to the user's cursor in the text and never while it has the focus; that folds, cursor and filter survive every re-analysis;
-- that windows and buffers may die at any time; and that only the rows in view are coloured, however long the text is.

local api = vim.api
local buffer = require('sayso.buffer')
local compat = require('sayso.compat')
local config = require('sayso.config')
local tree = require('sayso.outline_tree')

local M = {}

M.NAME = 'sayso://outline/'
M.namespace = api.nvim_create_namespace('sayso.outline')
local following = api.nvim_create_namespace('sayso.outline.follow')

---@class sayso.Outline
---@field tab integer
---@field window integer
---@field bufnr integer of the outline
---@field source integer buffer shown
---@field source_window integer?
---@field view string
---@field sort string
---@field filter string
---@field folded table<string, boolean> by key
---@field rows table[]
---@field lines string[] as shown
---@field coloured table<integer, boolean> rows whose colours are set
---@field float boolean

local outlines = {} ---@type table<integer, sayso.Outline>
local started = false

-- ---- what it shows ------------------------------------------------------------------------------------------------

-- Why there is nothing to show; nil where there is something.
local function reason_of(self, state, rows)
  if not state then
    if not api.nvim_buf_is_valid(self.source) then return { 'No text.' } end
    local why = buffer.why_not(self.source)
    return { 'Not attached' .. (why and ': ' .. why .. '.' or '.'), '', ':Sayso attach reads it.' }
  end
  if state.state == 'error' then return { 'Not read: ' .. (state.message or 'an error') } end
  if #rows > 0 then return nil end
  if state.state == 'reading' then return { 'Reading …' } end
  if state.state == 'not English' then return { 'Not English: nothing was read.' } end
  if self.filter ~= '' then return { ('Nothing matches "%s".'):format(self.filter), '', 'F shows all again.' } end
  return { 'Nobody says anything here.', '', state.stances and '' or 't shows stances too.' }
end

-- The article of the last result; nil while there is none.
local function article_of(self, state, pause)
  if not state or state.version == 0 then return nil end
  if self.article and self.article_version == state.version and self.article_edits == state.edits and self.article_of == state then
    return self.article
  end
  local core = require('sayso.native').load()
  if pause then state:collect(pause) end
  self.article = require('sayso.report').article(core, '', state.doc:text(), state.doc, { lists = state, pause = pause })
  self.article.min_score = config.get('min_score')
  self.article_version, self.article_edits, self.article_of = state.version, state.edits, state
  return self.article
end

-- The outline takes its width from the window beside it; with 'equalalways' all others give their part.
local function set_width(self, width)
  if self.width == width then return end
  self.width = width
  pcall(api.nvim_win_set_width, self.window, width)
  if not vim.o.equalalways then return end
  if not pcall(vim.cmd, 'horizontal wincmd =') then vim.cmd('vertical wincmd =') end -- before Neovim 0.10 it was called so
end

local function fit_width(self, lines)
  if self.float or self.sized then return end
  local width = config.get('outline.min_width')
  for _, line in ipairs(lines) do width = math.max(width, api.nvim_strwidth(line) + 1) end
  local most = math.floor(vim.o.columns * config.get('outline.max_width'))
  set_width(self, math.max(config.get('outline.min_width'), math.min(width, most)))
  self.sized = #self.rows > 0
end

local function same(a, b)
  if not a or #a ~= #b then return false end
  for i = 1, #b do
    if a[i] ~= b[i] then return false end
  end
  return true
end

-- `groups`: what the colours depend on beside the lines. Colours come with the rows that are drawn.
local function set_lines(self, lines, groups)
  if same(self.lines, lines) and same(self.groups, groups) then return end
  self.lines, self.groups, self.coloured = lines, groups, {}
  api.nvim_buf_clear_namespace(self.bufnr, M.namespace, 0, -1)
  vim.bo[self.bufnr].modifiable = true
  api.nvim_buf_set_lines(self.bufnr, 0, -1, false, lines)
  vim.bo[self.bufnr].modifiable = false
end

local function spans_of(self, row)
  if self.reason then return row == 0 and { { 0, #self.lines[1], 'SaysoOutlineNote' } } or {} end
  return self.rows[row + 1] and tree.spans(self.rows[row + 1], self.icons, self.number_width) or {}
end

-- Colours the rows from `top` to before `bottom` that have no colour yet.
local function colour(self, top, bottom)
  for row = top, math.min(bottom, #self.lines) - 1 do
    if not self.coloured[row] then
      self.coloured[row] = true
      for _, span in ipairs(spans_of(self, row)) do
        pcall(api.nvim_buf_set_extmark, self.bufnr, M.namespace, row, span[1], { end_col = span[2], hl_group = span[3] })
      end
    end
  end
end

local function on_win(window, bufnr, top, bottom)
  for _, self in pairs(outlines) do
    if self.bufnr == bufnr and self.lines then
      colour(self, top, math.max(bottom + 1, top + api.nvim_win_get_height(window)))
    end
  end
end

local HELP = '  (? help)'

-- What stands above the lines: the view, the order, the filter.
local function header(self)
  local text = 'by ' .. self.view
  if self.view == 'actor' then text = text .. ', ' .. self.sort end
  if self.filter ~= '' then text = text .. '  filter: ' .. self.filter end
  if self.pinned then text = text .. '  pinned' end
  return text
end

-- Where there is no room the help is left out first, then the end.
local function show_header(self)
  local text = header(self)
  if vim.fn.strdisplaywidth(text) + #HELP <= api.nvim_win_get_width(self.window) then text = text .. HELP end
  text = text:gsub('%%', '%%%%') .. '%<'
  if compat.has.winbar then
    vim.wo[self.window].winbar, vim.wo[self.window].statusline = text, 'Who said what'
  else
    vim.wo[self.window].statusline = text
  end
end

--- The node under the cursor of the outline.
function M.node(self)
  if not api.nvim_win_is_valid(self.window) then return nil end
  local row = self.rows[api.nvim_win_get_cursor(self.window)[1]]
  return row and row.node
end

--- Puts the outline's cursor on the node of this key; the row number stays where it is gone.
function M.select(self, key)
  for i, row in ipairs(self.rows) do
    if row.node.key == key then
      api.nvim_win_set_cursor(self.window, { i, 0 })
      return true
    end
  end
  return false
end

local function alive(self)
  return self and api.nvim_win_is_valid(self.window) and api.nvim_buf_is_valid(self.bufnr)
end

local function state_of(self)
  return api.nvim_buf_is_valid(self.source) and buffer.get(self.source) or nil
end

-- What is known now, as the user wants to see it. `pause` is called every now and then.
local function drawing_of(self, state, pause)
  local article = state and state.state ~= 'error' and article_of(self, state, pause)
  local drawing = { nodes = {}, icons = config.get('outline.icons') and tree.ICONS or tree.ASCII }
  if article then
    drawing.nodes = tree.build(require('sayso.native').load(), article, {
      view = self.view, sort = self.sort, filter = self.filter, stances = state.stances, pause = pause,
    })
  end
  drawing.rows = tree.rows(drawing.nodes, self.filter ~= '' and {} or self.folded)
  drawing.lines, drawing.groups, drawing.number_width = tree.render(drawing.rows, drawing.icons, pause)
  return drawing
end

-- Puts the drawing into the window. The cursor stays on its node.
local function show(self, state, drawing)
  local before = M.node(self)
  local reason = reason_of(self, state, drawing.rows)
  self.drawn = (self.drawn or 0) + 1
  self.nodes, self.rows, self.icons, self.reason = drawing.nodes, drawing.rows, drawing.icons, reason
  self.number_width = drawing.number_width
  local lines, groups = reason or drawing.lines, reason and {} or drawing.groups
  local view = api.nvim_win_call(self.window, vim.fn.winsaveview)
  set_lines(self, lines, groups)
  vim.wo[self.window].wrap = reason ~= nil
  api.nvim_win_call(self.window, function() vim.fn.winrestview(view) end)
  if before then M.select(self, before.key) end
  fit_width(self, lines)
  show_header(self)
  M.follow(self)
end

--- Draws what is known now.
function M.refresh(self)
  if not alive(self) then return end
  local state = state_of(self)
  show(self, state, drawing_of(self, state))
end

local SLICE_NS, PAUSE_MS = 4e6, 1

-- Draws what is known now, with turns for the editor in between: for a long text, while someone types. Calls done(ms it took).
-- Another result, an edit or a drawing that the user asked for meanwhile ends it: what it would show is out of date.
local function refresh_in_slices(self, done)
  local state, drawn, took, begun = state_of(self), self.drawn, 0, nil
  local version, edits = state and state.version, state and state.edits
  local thread = coroutine.create(function()
    return drawing_of(self, state, function()
      if compat.uv.hrtime() - begun > SLICE_NS then coroutine.yield() end
    end)
  end)
  local function up_to_date()
    return alive(self) and self.drawn == drawn and state_of(self) == state
      and (not state or state.version == version and state.edits == edits)
  end
  local step
  local function resume()
    if not up_to_date() then return done(took) end
    begun = compat.uv.hrtime()
    local went, drawing = coroutine.resume(thread)
    if not went then error(drawing, 0) end
    if drawing then show(self, state, drawing) end
    took = took + (compat.uv.hrtime() - begun) / 1e6
    if drawing then return done(took) end
    vim.defer_fn(step, PAUSE_MS)
  end
  step = compat.guard('outline', resume)
  step()
end

-- ---- following the text's cursor ----------------------------------------------------------------------------------

-- The row whose statement has the same first byte; else the row of a folded parent.
local function row_of_offset(self, offset)
  local function inside(nodes)
    for _, node in ipairs(nodes) do
      if node.statement and node.offset == offset then return node end
      local found = inside(node.children)
      if found then return self.folded[node.key] and self.filter == '' and node or found end
    end
  end
  local wanted = inside(self.nodes or {})
  for i, row in ipairs(self.rows) do
    if row.node == wanted then return i end
  end
end

local function light(self, row, group)
  api.nvim_buf_set_extmark(self.bufnr, following, row - 1, 0, { end_row = row, hl_group = group, hl_eol = true, priority = 50 })
end

--- Lights the row of the statement at the text's cursor and those it is under, and goes there unless the outline has the focus.
function M.follow(self)
  if not alive(self) or not self.following then return end
  api.nvim_buf_clear_namespace(self.bufnr, following, 0, -1)
  local state, window = buffer.get(self.source), self.source_window
  if not state or state.version == 0 or not window or not api.nvim_win_is_valid(window) then return end
  if api.nvim_win_get_buf(window) ~= self.source then return end
  local found = state:at_cursor(window).statement
  local row = found and row_of_offset(self, state:first(found))
  if not row then return end
  light(self, row, 'SaysoOutlineCurrent')
  local above = self.rows[row].node.parent
  for i = row - 1, 1, -1 do
    if self.rows[i].node == above then
      light(self, i, 'SaysoOutlineParent')
      above = above.parent
    end
  end
  if api.nvim_get_current_win() ~= self.window then api.nvim_win_set_cursor(self.window, { row, 0 }) end
end

local function follow_soon(self)
  if self.timer then return end
  self.timer = vim.defer_fn(function()
    self.timer = nil
    compat.guard('outline follow', M.follow)(self)
  end, 60)
end

-- ---- life ---------------------------------------------------------------------------------------------------------

local function forget(self)
  if outlines[self.tab] == self then outlines[self.tab] = nil end
end

--- Closes the outline of a tab page.
function M.close(self)
  forget(self)
  if api.nvim_win_is_valid(self.window) then pcall(api.nvim_win_close, self.window, true) end
end

--- The outline of the tab page, if it is open.
function M.get(tab)
  tab = tab or api.nvim_get_current_tabpage()
  local self = outlines[tab]
  if self and not alive(self) then
    forget(self)
    return nil
  end
  return self
end

--- The outline of this tab page, if it has the focus.
function M.focused()
  local self = M.get()
  return self and api.nvim_get_current_win() == self.window and self or nil
end

-- Draws soon, and once for many results. An outline that takes long to draw (a book) is drawn the less often, so that it takes
-- a small part of the time while someone types.
local function refresh_later(self)
  if self.pending then return end
  self.pending = true
  local cost = self.cost or 0
  vim.defer_fn(function()
    self.pending = nil
    refresh_in_slices(self, function(took) self.cost = took end)
  end, cost < 10 and 0 or math.min(math.floor(10 * cost), 2000))
end

local function refresh_soon(state, info)
  if info and info.partial and state.version > 1 then return end
  for _, self in pairs(outlines) do
    if self.source == state.bufnr then refresh_later(self) end
  end
end

-- The user is in another window: the outline shows its text, unless the buffer is a special one.
local function entered()
  local self = M.get()
  local bufnr, window = api.nvim_get_current_buf(), api.nvim_get_current_win()
  if not self or window == self.window or vim.bo[bufnr].buftype ~= '' then return end
  if api.nvim_win_get_config(window).relative ~= '' or (self.pinned and bufnr ~= self.source) then return end
  self.source_window = window
  if bufnr ~= self.source then
    self.source, self.sized = bufnr, false
    M.refresh(self)
  end
end

-- A tab page whose last window is the outline is done.
local function closed()
  for tab, self in pairs(outlines) do
    if not alive(self) then
      outlines[tab] = nil
    elseif not self.float and api.nvim_tabpage_is_valid(tab) then
      local others = 0
      for _, window in ipairs(api.nvim_tabpage_list_wins(tab)) do
        if window ~= self.window and api.nvim_win_get_config(window).relative == '' then others = others + 1 end
      end
      if others == 0 and api.nvim_get_current_tabpage() == tab then pcall(vim.cmd, 'quit') end
    end
  end
end

local function start()
  if started then return end
  started = true
  for _, event in ipairs({ 'attach', 'update', 'detach' }) do buffer.on(event, refresh_soon) end
  local guarded = compat.guard('outline redraw', on_win)
  api.nvim_set_decoration_provider(M.namespace, {
    on_win = function(_, window, bufnr, top, bottom)
      guarded(window, bufnr, top, bottom)
      return false
    end,
  })
  local group = api.nvim_create_augroup('sayso_outline', { clear = true })
  local function on(events, name, fn)
    api.nvim_create_autocmd(events, { group = group, callback = compat.guard(name, fn) })
  end
  -- Scheduled: a new window has its buffer before that is known to be a list or a help text.
  on({ 'BufEnter', 'WinEnter' }, 'outline source', function() vim.schedule(compat.guard('outline source', entered)) end)
  on('WinClosed', 'outline closed', function() vim.schedule(compat.guard('outline closed', closed)) end)
  on('CursorMoved', 'outline follow', function()
    local self = M.get()
    if self and api.nvim_get_current_win() ~= self.window and api.nvim_get_current_buf() == self.source then follow_soon(self) end
  end)
end

local function new_buffer(self)
  local bufnr = api.nvim_create_buf(false, true)
  vim.bo[bufnr].bufhidden, vim.bo[bufnr].filetype = 'wipe', 'sayso-outline'
  vim.bo[bufnr].modifiable, vim.bo[bufnr].swapfile = false, false
  self.bufnr = bufnr
  -- A session keeps windows of such buffers, empty, by their names: see M.restore.
  pcall(api.nvim_buf_set_name, bufnr, ('%s%d/%s'):format(M.NAME, bufnr, self.view))
  require('sayso.outline_actions').map(self)
  require('sayso.outline_target').watch(self)
end

local function open_split(self, position, mods)
  local where = mods:find('%a') and mods or position == 'left' and 'topleft' or 'botright'
  vim.cmd(('%s %d vsplit'):format(where, config.get('outline.min_width')))
  self.window = api.nvim_get_current_win()
  api.nvim_win_set_buf(self.window, self.bufnr)
  vim.wo[self.window].winfixwidth = true
end

local function open_float(self)
  local width, height = math.floor(vim.o.columns * 0.7), math.floor(vim.o.lines * 0.7)
  local place = {
    relative = 'editor', width = width, height = height, row = math.floor((vim.o.lines - height) / 2) - 1,
    col = math.floor((vim.o.columns - width) / 2), style = 'minimal', border = 'rounded',
  }
  if compat.has.float_title then place.title = ' Who said what ' end
  self.window = api.nvim_open_win(self.bufnr, true, place)
end

local function dress(self)
  local options = {
    number = false, relativenumber = false, wrap = false, cursorline = true, signcolumn = 'no', foldcolumn = '0', list = false,
    spell = false, foldenable = false, linebreak = true,
  }
  for name, value in pairs(options) do vim.wo[self.window][name] = value end
  if compat.has.winfixbuf and not self.float then vim.wo[self.window].winfixbuf = true end
end

-- Key -> is it closed? What nobody has opened or closed is as the option says.
local function folds()
  local at_first = config.get('outline.folded')
  return setmetatable({}, { __index = function() return at_first end })
end

--- Opens the outline of the current buffer in this tab page. `options`: position, keep (the focus stays in the text), mods, view.
---@return sayso.Outline
function M.open(options)
  options = options or {}
  start()
  require('sayso.highlight').define()
  local position = options.position or config.get('outline.position')
  local source_window = api.nvim_get_current_win()
  local self = {
    tab = api.nvim_get_current_tabpage(), source = api.nvim_get_current_buf(), source_window = source_window, folded = folds(), rows = {},
    view = options.view or config.get('outline.view'), sort = config.get('outline.sort'), filter = '',
    following = config.get('outline.follow'), auto_jump = config.get('outline.auto_jump'), float = position == 'float',
  }
  new_buffer(self)
  if self.float then open_float(self) else open_split(self, position, options.mods or '') end
  dress(self)
  outlines[self.tab] = self
  M.refresh(self)
  if options.keep and not self.float then api.nvim_set_current_win(source_window) end
  return self
end

--- The option outline.auto_open: opens it beside a text that was just attached, unless the tab page has one or compares texts.
function M.auto_open(bufnr)
  local window = api.nvim_get_current_win()
  if api.nvim_win_get_buf(window) ~= bufnr or M.get() or vim.wo[window].diff then return end
  if api.nvim_win_get_config(window).relative ~= '' then return end
  M.open({ keep = true })
end

--- A session was loaded: its empty windows that were outlines become outlines again.
function M.restore()
  local back = api.nvim_get_current_win()
  for _, window in ipairs(api.nvim_list_wins()) do
    local bufnr = api.nvim_win_get_buf(window)
    local view = api.nvim_buf_get_name(bufnr):match('^' .. M.NAME .. '%d+/(%l+)$')
    if view and vim.bo[bufnr].filetype ~= 'sayso-outline' then
      local left = api.nvim_win_get_position(window)[2] == 0
      api.nvim_set_current_win(window)
      vim.cmd(left and 'wincmd l' or 'wincmd h')
      local text = api.nvim_get_current_win()
      if text ~= window and pcall(api.nvim_win_close, window, true) then
        pcall(api.nvim_buf_delete, bufnr, { force = true })
        M.open({ position = left and 'left' or 'right', view = view, keep = true })
      end
    end
  end
  if api.nvim_win_is_valid(back) then api.nvim_set_current_win(back) end
end

--- What `:Sayso outline` can be followed by.
function M.words()
  return { 'actor', 'close', 'float', 'kind', 'left', 'open', 'right', 'text' }
end

local POSITIONS = { float = true, left = true, right = true }

--- Runs `:Sayso outline [WORD ...]`: without a word it opens or closes; ! keeps the focus in the text.
function M.command(call)
  local self, options = M.get(), { keep = call.bang, mods = call.mods }
  for _, word in ipairs(call.words) do
    if not vim.tbl_contains(M.words(), word) then
      error({ sayso = ('outline: %s? %s'):format(word, table.concat(M.words(), ', ')) }, 0)
    end
    if POSITIONS[word] then options.position = word elseif word ~= 'open' and word ~= 'close' then options.view = word end
  end
  local only_close = vim.tbl_contains(call.words, 'close')
  if self and (only_close or #call.words == 0) then return M.close(self) end
  if only_close then return end
  if self and options.position then
    M.close(self)
    self = nil
  end
  if not self then return M.open(options) end
  self.view = options.view or self.view
  M.refresh(self)
  if not call.bang then api.nvim_set_current_win(self.window) end
end

return M
