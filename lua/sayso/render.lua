-- In: the results of attached buffers. Out: extmarks on the lines that windows show. Promises that the marks are a cache of the document
-- (a row's marks are a function of the result, the row and the cursor), that text never shifts while the user types, and that a redraw
-- touches only rows that no redraw has touched since the last result.

local api = vim.api
local compat = require('sayso.compat')
local config = require('sayso.config')
local highlight = require('sayso.highlight')
local room = require('sayso.room')

local M = {}

M.namespace = api.nvim_create_namespace('sayso') -- statements, cues, names
M.hints = api.nvim_create_namespace('sayso.hint') -- speakers

local PRIORITY = { content = 110, name = 115, cue = 120, hint = 100 }
local MAX_ROWS = 400 -- rows done at one redraw; more are only there when folds hide them, and follow later
local LONG_ROW = 32 * 1024 -- bytes; of a longer row only what lies about the cursor or the row's start is marked

-- ---- spans on rows ------------------------------------------------------------------------------------------------

---@class sayso.Block
---@field first integer first row
---@field last integer row behind the last one
---@field starts integer[] byte offset of each row, and of `last`; index row - first + 1
---@field lines string[]
---@field from integer first byte to mark
---@field to integer

-- Of rows that are too long only a part is marked: around the cursor, where a window has it there, else the beginning.
local function limits(self, first, starts)
  local from, to = starts[1], starts[#starts]
  if to - from <= LONG_ROW or #starts > 2 then return from, to end
  local center = from
  for _, window in ipairs(vim.fn.win_findbuf(self.bufnr)) do
    local cursor = api.nvim_win_get_cursor(window)
    if cursor[1] - 1 == first then center = from + cursor[2] end
  end
  self.part = { row = first, from = center - from - LONG_ROW / 2, to = center - from + LONG_ROW / 2, size = to - from }
  return math.max(from, center - LONG_ROW / 2), math.min(to, center + LONG_ROW / 2)
end

-- Has the cursor come to bytes of a long row that are not marked, or near to them?
local function leaves_part(self, row, col)
  local part, margin = self.part, LONG_ROW / 8
  if not part or part.row ~= row then return false end
  return (part.from > 0 and col < part.from + margin) or (part.to < part.size and col > part.to - margin)
end

---@return sayso.Block
local function block_of(self, first, last)
  local rows, starts = api.nvim_buf_line_count(self.bufnr), {}
  for row = first, math.min(last, rows - 1) do starts[#starts + 1] = self:row_start(row) end
  if last >= rows then starts[#starts + 1] = self:size() end
  local block = { first = first, last = last, starts = starts, lines = api.nvim_buf_get_lines(self.bufnr, first, last, false) }
  block.from, block.to = limits(self, first, starts)
  return block
end

-- The index of the row in the block that holds the offset.
local function row_index(block, offset)
  local starts, low, high = block.starts, 1, #block.starts - 1
  while low < high do
    local middle = math.floor((low + high + 1) / 2)
    if starts[middle] <= offset then low = middle else high = middle - 1 end
  end
  return low
end

-- Marks [from, to) row by row. What stands at the start of a row that a span runs on to (indentation, quote prefixes) is no text.
local function mark_span(self, block, span, group, priority)
  local from, to = math.max(span[1], block.from), math.min(span[2], block.to)
  if from >= to then return end
  for index = row_index(block, from), row_index(block, to - 1) do
    local start, line = block.starts[index], block.lines[index] or ''
    local col, end_col = math.max(from - start, 0), math.min(to - start, #line)
    if span[1] < start then col = math.max(col, #line:match('^[ \t>]*')) end
    if col < end_col then
      compat.set_mark(self.bufnr, M.namespace, block.first + index - 1, col,
        { end_col = end_col, hl_group = group, priority = priority })
    end
  end
end

-- ---- what is marked -----------------------------------------------------------------------------------------------

local function group_of(self, statement, colors)
  if statement.act ~= 'speech' then return 'SaysoStance' end
  local actor = colors and self:actor(statement.actors[1])
  return actor and highlight.of_actor(actor) or highlight.of_kind[statement.kind]
end

local function mark_statements(self, block, statements, show)
  local colors = config.get('actor_colors')
  for _, statement in ipairs(statements) do
    if show.quotes then
      local group = group_of(self, statement, colors)
      for _, span in ipairs(statement.content) do mark_span(self, block, span, group, PRIORITY.content) end
    end
    if show.cues then
      for _, span in ipairs(statement.cue) do mark_span(self, block, span, 'SaysoCue', PRIORITY.cue) end
    end
  end
end

local function mark_names(self, block)
  for _, entity in ipairs(self:entities(block.from, block.to)) do
    mark_span(self, block, entity.span, highlight.of_type[entity.type], PRIORITY.name)
  end
end

-- ---- hints --------------------------------------------------------------------------------------------------------

-- Where a statement's speaker is told: behind its last byte of content.
local function hint_place(statement)
  local last = statement.content[#statement.content]
  return last and last[2]
end

local function speaker_of(self, statement, colors)
  local actors = self:speakers(statement)
  if #actors == 0 then return config.get('unattributed'), 'SaysoUnattributed' end
  local names = {}
  for i, actor in ipairs(actors) do names[i] = self:short_name(actor) end
  return table.concat(names, ', '), colors and highlight.of_actor(actors[1]) or 'SaysoSpeakerHint'
end

-- Who speaks in the statements: {name, group}, each once, in the order of the text.
local function names_of(self, statements)
  local colors, names, seen = config.get('actor_colors'), {}, {}
  for _, statement in ipairs(statements) do
    local name, group = speaker_of(self, statement, colors)
    if not seen[name] then
      seen[name] = true
      names[#names + 1] = { name, group }
    end
  end
  return names
end

-- Virtual text of the first `count` names; "+2" stands for two that are left out.
local function chunks_of(prefix, names, count)
  local chunks = { { prefix, 'SaysoSpeakerHint' } }
  for i = 1, math.min(count, #names) do
    if i > 1 then chunks[#chunks + 1] = { ' · ', 'SaysoSpeakerHint' } end
    chunks[#chunks + 1] = names[i]
  end
  if count < #names then chunks[#chunks + 1] = { (' +%d'):format(#names - count), 'SaysoSpeakerHint' } end
  return chunks
end

local function cells_of(chunks)
  local cells = 0
  for _, chunk in ipairs(chunks) do cells = cells + api.nvim_strwidth(chunk[1]) end
  return cells
end

local LEAST_LETTERS = 3 -- of a name that is cut

-- As much of a text as so many cells hold, "…" at its end; nil where too little is left.
local function cut(text, cells)
  local letters = vim.fn.strchars(text)
  repeat letters = letters - 1 until letters < LEAST_LETTERS or api.nvim_strwidth(vim.fn.strcharpart(text, 0, letters)) < cells
  return letters >= LEAST_LETTERS and (vim.fn.strcharpart(text, 0, letters):gsub('%s+$', '')) .. '…' or nil
end

-- Virtual text for so many cells: all names, fewer, a part of the first, the sign alone; nil where not even that has.
local function fitted(prefix, names, cells)
  for count = #names, 1, -1 do
    local chunks = chunks_of(prefix, names, count)
    if cells_of(chunks) <= cells then return chunks end
  end
  local rest = cells_of(chunks_of(prefix, names, 1)) - api.nvim_strwidth(names[1][1])
  local part = cut(names[1][1], cells - rest)
  if part then return chunks_of(prefix, vim.list_extend({ { part, names[1][2] } }, names, 2), 1) end
  local sign = vim.trim(prefix)
  return sign ~= '' and api.nvim_strwidth(sign) <= cells and { { sign, names[1][2] } } or nil
end

local function set_hint(self, row, col, statements, place, cells)
  local prefix = (place == 'inline' and ' ' or '') .. config.get('hint_prefix')
  local names = names_of(self, statements)
  local chunks = cells == math.huge and chunks_of(prefix, names, #names) or fitted(prefix, names, cells)
  if not chunks then return end
  compat.set_mark(self.bufnr, M.hints, row, col, {
    virt_text = chunks, virt_text_pos = compat.virt_text_pos(place), hl_mode = 'combine', priority = PRIORITY.hint,
  })
end

-- At the right edge, where nothing is covered there; else at the end of the line. `line`: its text.
local function set_line_hint(self, row, statements, place, shapes, line)
  local chunks = chunks_of(config.get('hint_prefix'), names_of(self, statements), math.huge)
  if place == 'right' and room.in_one_row(shapes, line) <= cells_of(chunks) then place = 'eol' end
  set_hint(self, row, 0, statements, place, place == 'right' and math.huge or room.least(shapes, line) - 1) -- a blank stands before it
end

-- Statements that end on the row, in the order of their ends.
local function ending_on(block, statements)
  local rows = {}
  for _, statement in ipairs(statements) do
    local place = hint_place(statement)
    if place and place > block.from and place <= block.to then
      local index = row_index(block, place - 1)
      rows[index] = rows[index] or {}
      table.insert(rows[index], statement)
    end
  end
  return rows
end

-- Rows whose hints are hidden: those of the cursor, in the window that has it.
local function hidden_row(self)
  if api.nvim_get_current_buf() ~= self.bufnr then return nil end
  return api.nvim_win_get_cursor(0)[1] - 1
end

local function typing()
  return api.nvim_get_mode().mode:find('^[iR]') ~= nil
end

local function mark_hints(self, block, statements)
  local place = config.get('hints')
  if place == 'none' or (typing() and api.nvim_get_current_buf() == self.bufnr) then return end
  local hidden, shapes = hidden_row(self), room.shapes(self.bufnr)
  for index, ending in pairs(ending_on(block, statements)) do
    local row = block.first + index - 1
    if row == hidden then
      self.hidden[row] = true
    elseif place == 'inline' and compat.has.inline then
      for _, statement in ipairs(ending) do
        set_hint(self, row, hint_place(statement) - block.starts[index], { statement }, place, math.huge)
      end
    else
      set_line_hint(self, row, ending, place, shapes, block.lines[index] or '')
    end
  end
end

-- ---- rows ---------------------------------------------------------------------------------------------------------

-- Marks rows [first, last) anew.
local function place(self, first, last)
  for row = first, last - 1 do self.stamped[row], self.hidden[row] = true, nil end
  api.nvim_buf_clear_namespace(self.bufnr, M.namespace, first, last)
  api.nvim_buf_clear_namespace(self.bufnr, M.hints, first, last)
  if self.version == 0 then return end
  local show, block = config.get('show'), block_of(self, first, last)
  local statements = self:shown(block.from, block.to)
  mark_statements(self, block, statements, show)
  if show.names then mark_names(self, block) end
  mark_hints(self, block, statements)
end

-- Marks those of rows [first, last) that have not been marked since the last result.
local function place_missing(self, first, last)
  local row = first
  while row < last do
    local from = row
    while row < last and not self.stamped[row] do row = row + 1 end
    if row > from then place(self, from, row) end
    row = row + 1
  end
end

local function rows_of(self, window)
  local info = vim.fn.getwininfo(window)[1]
  return info.topline - 1, math.min(info.botline, info.topline + MAX_ROWS, api.nvim_buf_line_count(self.bufnr))
end

local function valid(self)
  return self.stamped and api.nvim_buf_is_loaded(self.bufnr)
end

-- ---- public -------------------------------------------------------------------------------------------------------

--- A new result, or other options: all marks go, and those of visible rows are set anew.
function M.refresh(self)
  if not api.nvim_buf_is_loaded(self.bufnr) then return end
  M.clear(self)
  for _, window in ipairs(vim.fn.win_findbuf(self.bufnr)) do
    self.shapes[window] = room.key(window)
    place_missing(self, rows_of(self, window))
  end
end

--- Marks those of rows [first, last) that were not marked since the last result: what a redraw does for the rows it draws.
function M.rows(self, first, last)
  if valid(self) and self.version > 0 then place_missing(self, first, math.min(last, api.nvim_buf_line_count(self.bufnr))) end
end

--- Refreshes every attached buffer: an option has changed.
function M.refresh_all()
  for _, state in ipairs(require('sayso.buffer').list()) do M.refresh(state) end
end

function M.clear(self)
  M.forget(self)
  if not api.nvim_buf_is_valid(self.bufnr) then return end
  api.nvim_buf_clear_namespace(self.bufnr, M.namespace, 0, -1)
  api.nvim_buf_clear_namespace(self.bufnr, M.hints, 0, -1)
end

--- No row counts as marked any more.
function M.forget(self)
  self.stamped = {} -- rows whose marks are those of the last result
  self.hidden = {} -- those among them whose hint is left out, for the cursor was there
  self.shapes = self.shapes or {} -- window -> how it laid out lines when they were marked
end

local function shifted(rows, first, old_rows, new_rows)
  local moved = {}
  for row in pairs(rows) do
    if row < first then
      moved[row] = true
    elseif row > first + old_rows then
      moved[row - old_rows + new_rows] = true
    end
  end
  return moved
end

--- Rows [row, row + old_rows] became [row, row + new_rows]. Marks move by themselves; what was put in is marked at the next redraw.
function M.edited(self, row, old_rows, new_rows)
  if not self.stamped or (old_rows == 0 and new_rows == 0) then return end
  self.stamped = shifted(self.stamped, row, old_rows, new_rows)
  self.hidden = shifted(self.hidden, row, old_rows, new_rows)
end

function M.hide_hints(self)
  if valid(self) then api.nvim_buf_clear_namespace(self.bufnr, M.hints, 0, -1) end
end

local function has_hint(self, row)
  return #api.nvim_buf_get_extmarks(self.bufnr, M.hints, { row, 0 }, { row, -1 }, { limit = 1 }) > 0
end

--- The cursor moved: the hint of its row hides, those of rows it has left come back.
function M.cursor(self)
  if not valid(self) or self.version == 0 then return end
  local row = hidden_row(self)
  if row and leaves_part(self, row, api.nvim_win_get_cursor(0)[2]) then return place(self, row, row + 1) end
  if self.hidden[row] and next(self.hidden, next(self.hidden)) == nil then return end
  for _, other in ipairs(vim.tbl_keys(self.hidden)) do
    if other ~= row then place(self, other, other + 1) end
  end
  if row and not self.hidden[row] and has_hint(self, row) then place(self, row, row + 1) end
end

-- Rows that a window shows, those in closed folds left out: where folds hide so many that a redraw does not look at all of them.
local function place_unfolded(self, window, top)
  if not valid(self) or not api.nvim_win_is_valid(window) or api.nvim_win_get_buf(window) ~= self.bufnr then return end
  api.nvim_win_call(window, function()
    local row, left, rows = top, api.nvim_win_get_height(window), api.nvim_buf_line_count(self.bufnr)
    while left > 0 and row < rows do
      local fold = vim.fn.foldclosedend(row + 1)
      if fold < 0 then M.rows(self, row, row + 1) end
      row, left = fold < 0 and row + 1 or fold, left - 1
    end
  end)
end

-- A window became wider or narrower, or wraps otherwise: hints have other room.
local function check_shape(self, window)
  local key = room.key(window)
  if self.shapes[window] == key then return end
  M.forget(self)
  self.shapes[window] = key
end

local function on_win(window, bufnr, top, bottom)
  local self = require('sayso.buffer').get(bufnr)
  if not self then return end
  if valid(self) then check_shape(self, window) end
  if bottom - top > MAX_ROWS then vim.schedule(compat.guard('folds', function() place_unfolded(self, window, top) end)) end
  M.rows(self, top, math.min(math.max(bottom + 1, top + api.nvim_win_get_height(window)), top + MAX_ROWS))
end

local started = false

--- Starts the one decoration provider: rows that come into view are marked as they are drawn.
function M.start()
  if started then return end
  started = true
  local guarded = compat.guard('redraw', on_win)
  api.nvim_set_decoration_provider(M.namespace, {
    on_win = function(_, window, bufnr, top, bottom)
      guarded(window, bufnr, top, bottom)
      return false
    end,
  })
end

return M
