-- In: buffers of the editor and what happens to them. Out: for each attached buffer a state, whose document answers for the text as it
-- is now. Promises that rows and columns appear only here and after here (0-based; columns in bytes), that a document never outlives
-- its buffer, and that document and buffer hold the same bytes: lines joined by \n, one \n at the end.

local api = vim.api
local compat = require('sayso.compat')
local config = require('sayso.config')
local report = require('sayso.report')
local sure = report.sure

local M = {}

---@class sayso.State
---@field bufnr integer
---@field doc userdata the live document; only the main loop touches it
---@field state string 'reading', 'ready', 'not English' or 'error'
---@field message string? why it is in that state
---@field tick integer changedtick the last finished result belongs to
---@field version integer counts up with every new result
---@field edits integer counts up with every edit
---@field stances boolean are stances shown?
---@field resyncs integer how often the document had to be compared with the buffer (0, unless the editor told us wrong)
local State = {}
State.__index = State

local states = {} ---@type table<integer, sayso.State>
local listeners = {} ---@type table<string, function[]>

-- ---- events -------------------------------------------------------------------------------------------------------

--- Calls fn(state, info) at 'attach', 'update' (info: partial, changed), 'edit', 'write' or 'detach'. Gives a function that ends it.
function M.on(event, fn)
  local list = listeners[event] or {}
  listeners[event] = list
  list[#list + 1] = compat.guard('on ' .. event, fn)
  local kept = list[#list]
  return function()
    for i, other in ipairs(list) do
      if other == kept then table.remove(list, i) return end
    end
  end
end

function M.emit(event, state, info)
  for _, fn in ipairs({ unpack(listeners[event] or {}) }) do fn(state, info or {}) end
end

-- ---- places -------------------------------------------------------------------------------------------------------

--- Byte offset of a row's first byte. (The editor says -1 of a buffer that never held text.)
function State:row_start(row)
  return math.max(0, api.nvim_buf_get_offset(self.bufnr, row))
end

--- Byte offset of a place; rows and columns past the end count as the end.
function State:offset(row, col)
  local rows = api.nvim_buf_line_count(self.bufnr)
  if row >= rows then return self:size() end
  local start, after = self:row_start(row), row + 1 < rows and self:row_start(row + 1) or self:size()
  return math.min(start + col, after - 1)
end

--- Bytes of the buffer as the document counts them.
function State:size()
  local last = api.nvim_buf_line_count(self.bufnr) - 1
  return self:row_start(last) + #(api.nvim_buf_get_lines(self.bufnr, last, last + 1, false)[1] or '') + 1
end

-- The last row in [low, high] that starts at or before the offset; that of `low` does.
local function search_row(self, offset, low, high)
  while low < high do
    local middle = math.floor((low + high + 1) / 2)
    if self:row_start(middle) <= offset then low = middle else high = middle - 1 end
  end
  return low
end

--- Row and column of a byte offset. Questions in the order of the text cost little: the search begins at the row found last.
---@return integer row
---@return integer col
function State:position(offset)
  local last = api.nvim_buf_line_count(self.bufnr) - 1
  local low, step = math.min(self.row_found or 0, last), 1
  if self:row_start(low) > offset then low = 0 end
  local high = low + step
  while high <= last and self:row_start(high) <= offset do
    low, step = high, step * 2
    high = low + step
  end
  self.row_found = search_row(self, offset, low, math.min(high, last))
  return self.row_found, math.max(0, offset - self:row_start(self.row_found))
end

-- ---- what the document says ---------------------------------------------------------------------------------------

-- The answer of fn, kept until the text or the result changes.
local function cached(self, key, fn)
  self:sync()
  local cache = self.cache
  if cache.edits ~= self.edits or cache.version ~= self.version then
    cache = { edits = self.edits, version = self.version }
    self.cache = cache
  end
  if cache[key] == nil then cache[key] = fn() end
  return cache[key]
end

local function clamp(self, from, to)
  local size = self.doc_size
  return math.max(0, math.min(from, size)), math.max(0, math.min(to, size))
end

--- All actors, by first mention. Fields of the core: id, handle, name, kind, gender, aliases, roles, parent, mentions, statements.
function State:actors()
  return cached(self, 'actors', function() return self.doc:actors() end)
end

local function index_by(self, key)
  return cached(self, 'by ' .. key, function()
    local index = {}
    for _, actor in ipairs(self:actors()) do index[actor[key]] = actor end
    return index
  end)
end

--- The actor of an id ("A1"), which is of this result alone.
function State:actor(id)
  return id and index_by(self, 'id')[id] or nil
end

--- The actor of a handle, which stays while the buffer is attached.
function State:by_handle(handle)
  return handle and index_by(self, 'handle')[handle] or nil
end

--- Statements, stances too, in the order of the text: all, or those that share a byte with [from, to).
function State:statements(from, to)
  if not from then return cached(self, 'statements', function() return self.doc:statements() end) end
  self:sync()
  return self.doc:statements(clamp(self, from, to))
end

--- Statements to show: what was uttered, and stances where they are switched on; none less sure than the option `min_score`.
function State:shown(from, to)
  local kept, least = {}, config.get('min_score')
  for _, statement in ipairs(self:statements(from, to)) do
    if (self.stances or statement.act == 'speech') and sure(statement, least) then kept[#kept + 1] = statement end
  end
  return kept
end

function State:mentions(from, to)
  if not from then return cached(self, 'mentions', function() return self.doc:mentions() end) end
  self:sync()
  return self.doc:mentions(clamp(self, from, to))
end

function State:entities(from, to)
  if not from then return cached(self, 'entities', function() return self.doc:entities() end) end
  self:sync()
  return self.doc:entities(clamp(self, from, to))
end

function State:headings()
  return cached(self, 'headings', function() return self.doc:headings() end)
end

--- What lies at a byte: {statement=, part='content'|'cue'|'source', mention=, entity=}; no statement below `min_score`.
function State:at(offset)
  self:sync()
  local found = self.doc:at((clamp(self, offset, offset)))
  if found.statement and not sure(found.statement, config.get('min_score')) then found.statement, found.part = nil, nil end
  return found
end

--- What lies at the cursor of a window that shows the buffer.
function State:at_cursor(window)
  local place = api.nvim_win_get_cursor(window or 0)
  return self:at(self:offset(place[1] - 1, place[2]))
end

--- From the first byte of a statement to its last: content, source and cue together.
function State:hull(statement) -- luacheck: no unused args
  local from, to = math.huge, 0
  for _, key in ipairs({ 'content', 'source', 'cue' }) do
    for _, span in ipairs(statement[key]) do from, to = math.min(from, span[1]), math.max(to, span[2]) end
  end
  return from, to
end

--- The byte a jump to the statement goes to.
function State:first(statement)
  return statement.content[1] and statement.content[1][1] or (self:hull(statement))
end

local PIECE = 32 * 1024 -- bytes whose statements are taken at once

--- Gets all statements ready, so that statements() gives them at once: a piece of the text at a time, with `pause` called in between.
--- An edit or a result that comes in a pause makes it of no use.
function State:collect(pause)
  local cache, list = self.cache, {}
  if cache.statements and cache.edits == self.edits and cache.version == self.version then return end
  for from = 0, self.doc_size - 1, PIECE do
    for _, statement in ipairs(self:statements(from, from + PIECE)) do
      if self:hull(statement) >= from then list[#list + 1] = statement end -- else it is of the piece before
    end
    pause()
  end
  cached(self, 'statements', function() return list end)
end

--- The actors of a statement; none: it is unattributed.
function State:speakers(statement)
  local found = {}
  for _, id in ipairs(statement.actors) do found[#found + 1] = self:actor(id) end
  return found
end

--- The bytes [from, to) of the buffer.
function State:text(from, to)
  local row, col = self:position(from)
  local end_row, end_col = self:position(to)
  local lines = api.nvim_buf_get_lines(self.bufnr, row, end_row + 1, true)
  local last = lines[#lines]
  lines[#lines] = last:sub(1, end_col) .. (end_col > #last and '\n' or '') -- the last line break has no line behind it
  lines[1] = lines[1]:sub(col + 1)
  return table.concat(lines, '\n')
end

--- The words of spans on one line: quote prefixes behind line breaks are no text, gaps are shown.
function State:span_text(spans)
  local parts = {}
  for i, span in ipairs(spans) do
    parts[i] = self:text(span[1], span[2]):gsub('\n[ \t>]*', ' '):gsub('^%s+', ''):gsub('%s+$', '')
  end
  return table.concat(parts, ' … ')
end

local LONGEST_NAME = 28 -- characters in a hint: descriptions ("spokeswoman for the Ohio Heritage Office") go on and on

--- The name an actor is told by in a hint.
function State:short_name(actor)
  local surnames = cached(self, 'surnames', function() return report.surnames(self:actors()) end)
  return report.short_name(actor, surnames, LONGEST_NAME)
end

--- Reads to the end now, for what needs a whole answer (exports, tests).
function State:wait()
  require('sayso.schedule').finish(self)
end

-- ---- text in ------------------------------------------------------------------------------------------------------

-- Lines joined as the document wants them.
local function whole_text(bufnr)
  return table.concat(api.nvim_buf_get_lines(bufnr, 0, -1, true), '\n') .. '\n'
end

-- The editor tells of a batch (undo, :s, J) edit by edit, when the text of all of them is there already. Only the numbers can be
-- relied on: on_bytes records them, and the words are read when the batch is over, before anyone asks.
--
-- self.pending: edits the document has not seen, apart from each other and sorted. `start`: in the buffer's text as recorded so far;
-- `old` bytes of the document became `new` bytes.

local MAX_PENDING = 500 -- more become one: a :%s over a book is read anew from its first change to its last

-- The first entry that ends at or behind the offset.
local function first_reaching(pending, offset)
  local low, high = 1, #pending + 1
  while low < high do
    local middle = math.floor((low + high) / 2)
    if pending[middle].start + pending[middle].new >= offset then high = middle else low = middle + 1 end
  end
  return low
end

-- Bytes [start, start + old) became `new` bytes: joined with the entries it touches.
local function record(pending, start, old, new)
  local at, from, to = first_reaching(pending, start), start, start + old
  local replaced, present = 0, 0 -- bytes of the entries joined: before and now
  while pending[at] and pending[at].start <= start + old do
    local entry = table.remove(pending, at)
    from, to = math.min(from, entry.start), math.max(to, entry.start + entry.new)
    replaced, present = replaced + entry.old, present + entry.new
  end
  for i = at, #pending do pending[i].start = pending[i].start + new - old end
  table.insert(pending, at, { start = from, old = to - from - present + replaced, new = to - from - old + new })
end

local function join_all(pending)
  local first, last = pending[1], pending[#pending]
  local to, replaced, present = last.start + last.new, 0, 0
  for _, entry in ipairs(pending) do replaced, present = replaced + entry.old, present + entry.new end
  local joined = { start = first.start, old = to - first.start - present + replaced, new = to - first.start }
  for i = #pending, 1, -1 do pending[i] = nil end
  pending[1] = joined
end

-- Hands one entry to the document.
local function hand_on(self, entry)
  local text = entry.new > 0 and self:text(entry.start, entry.start + entry.new) or ''
  if #text == entry.new and self.doc:edit(entry.start, entry.start + entry.old, text) then
    self.doc_size = self.doc_size - entry.old + entry.new
  else
    self.stale = true
  end
end

--- Gives the document what was edited since. In the middle of a batch, whose numbers and text do not fit yet, it waits.
function State:sync()
  local pending = self.pending
  if #pending == 0 or self.stale then return end
  local grown = 0
  for _, entry in ipairs(pending) do grown = grown + entry.new - entry.old end
  if self.doc_size + grown ~= self:size() then return end
  self.pending = {}
  for _, entry in ipairs(pending) do
    if not pcall(hand_on, self, entry) then self.stale = true end
    if self.stale then return end
  end
end

-- Length of what two strings begin with alike; whole blocks first, since strings are compared faster than bytes.
local function common_prefix(a, b)
  local limit, at = math.min(#a, #b), 0
  while at + 4096 <= limit and a:sub(at + 1, at + 4096) == b:sub(at + 1, at + 4096) do at = at + 4096 end
  while at < limit and a:byte(at + 1) == b:byte(at + 1) do at = at + 1 end
  return at
end

local function common_suffix(a, b, limit)
  local at = 0
  while at + 4096 <= limit and a:sub(#a - at - 4095, #a - at) == b:sub(#b - at - 4095, #b - at) do at = at + 4096 end
  while at < limit and a:byte(#a - at) == b:byte(#b - at) do at = at + 1 end
  return at
end

-- Gives the document the buffer's text by one edit about what differs.
local function resync(self)
  local old, new = self.doc:text(), whole_text(self.bufnr)
  self.stale, self.pending = false, {}
  if old == new then return false end
  local prefix = common_prefix(old, new)
  local suffix = common_suffix(old, new, math.min(#old, #new) - prefix)
  assert(self.doc:edit(prefix, #old - suffix, new:sub(prefix + 1, #new - suffix)))
  self.doc_size, self.edits = #new, self.edits + 1
  return true
end

-- Up to this size each update compares all bytes; above it, their number. A comparison of 1 MB takes 3 ms.
local COMPARED = 256 * 1024

--- Before a result is made: has the editor told us of every change? Heals what it has not.
function M.check_text(self)
  self:sync()
  local size = self:size()
  local fits = not self.stale and #self.pending == 0 and size == self.doc_size
  if fits and (size > COMPARED or self.doc:text() == whole_text(self.bufnr)) then return end
  if resync(self) and not self.reloading then self.resyncs = self.resyncs + 1 end
  self.reloading = false
end

local function on_bytes(self, row, start, old_row, old_size, new_row, new_size)
  record(self.pending, start, old_size, new_size)
  if #self.pending > MAX_PENDING then join_all(self.pending) end
  self.edits, self.row_found = self.edits + 1, nil
  require('sayso.render').edited(self, row, old_row, new_row)
  require('sayso.schedule').touch(self)
  M.emit('edit', self)
end

local function listen(self)
  local edit = compat.guard('edit', on_bytes)
  local reload = compat.guard('reload', function()
    self.stale, self.reloading = true, true
    self.edits = self.edits + 1
    require('sayso.render').forget(self)
    require('sayso.schedule').touch(self, 0)
  end)
  return api.nvim_buf_attach(self.bufnr, false, {
    on_bytes = function(_, _, _, row, _, start, old_row, _, old_size, new_row, _, new_size)
      if states[self.bufnr] ~= self then return true end -- ends it
      edit(self, row, start, old_row, old_size, new_row, new_size)
    end,
    on_reload = function() if states[self.bufnr] == self then reload() end end,
    on_detach = function() if states[self.bufnr] == self then M.detach(self.bufnr) end end,
  })
end

-- ---- which buffers ------------------------------------------------------------------------------------------------

-- The core's format for a file type; what is not here is read as plain text.
local formats = {
  markdown = 'markdown', pandoc = 'markdown', quarto = 'markdown', rmd = 'markdown', vimwiki = 'markdown',
  tex = 'tex', plaintex = 'tex', latex = 'tex', typst = 'typst', rst = 'rst', asciidoc = 'asciidoc', asciidoctor = 'asciidoc',
  org = 'org', mail = 'mail',
}

function M.format_of(bufnr)
  return formats[vim.bo[bufnr].filetype] or 'plain'
end

--- May the buffer be attached by itself? If not, why.
---@return boolean
---@return string? reason
function M.wanted(bufnr)
  if not api.nvim_buf_is_loaded(bufnr) then return false, 'the buffer is not loaded' end
  if vim.bo[bufnr].buftype ~= '' then return false, 'a special buffer (' .. vim.bo[bufnr].buftype .. ')' end
  if vim.b[bufnr].sayso_enabled == false then return false, 'b:sayso_enabled is false' end
  if vim.b[bufnr].sayso_enabled == true then return true end
  if not config.get('auto') then return false, 'the option auto is false' end
  local filetype = vim.bo[bufnr].filetype
  if not vim.tbl_contains(config.get('filetypes'), filetype) then return false, 'file type ' .. vim.inspect(filetype) end
  return true
end

-- ---- life ---------------------------------------------------------------------------------------------------------

function M.get(bufnr)
  if bufnr == nil or bufnr == 0 then bufnr = api.nvim_get_current_buf() end
  return states[bufnr]
end

--- All attached buffers, by number.
function M.list()
  local list = {}
  for _, state in pairs(states) do list[#list + 1] = state end
  table.sort(list, function(a, b) return a.bufnr < b.bufnr end)
  return list
end

local function set_status(bufnr, status)
  if api.nvim_buf_is_valid(bufnr) then vim.b[bufnr].sayso_status_dict = status end
end

--- Writes b:sayso_status_dict from a state.
function M.set_status(self)
  local quotes, unattributed, least = 0, 0, config.get('min_score')
  for _, statement in ipairs(self:statements()) do
    if statement.act == 'speech' and sure(statement, least) then
      quotes = quotes + 1
      if #statement.actors == 0 then unattributed = unattributed + 1 end
    end
  end
  set_status(self.bufnr, { quotes = quotes, actors = #self:actors(), unattributed = unattributed, state = self.state })
end

local refused = {} -- buffer -> why it could not be attached

local function refuse(bufnr, message)
  refused[bufnr] = message
  set_status(bufnr, { quotes = 0, actors = 0, unattributed = 0, state = 'error' })
  return nil, message
end

-- A list of actors that is wrong is told of, and the text read without it.
local function open_listed(core, text, format)
  local listed, option = require('sayso.listed'), config.get('actors')
  local list, unread = listed.text(option)
  if unread then compat.warn_once('actors ' .. unread, unread) end
  local doc, why, code, line = core.open(text, { format = format, actors = list })
  if code == 'BAD_MODEL' then why = why .. '; run make again' end
  if code ~= 'BAD_ACTORS' then return doc, why end
  local problem = ('%s: %s'):format(listed.place(option, line), why)
  compat.warn_once('actors ' .. problem, problem)
  return core.open(text, { format = format })
end

local function open(bufnr)
  local core, message = require('sayso.native').load()
  if not core then return nil, message end
  local text = whole_text(bufnr)
  if #text > config.get('max_bytes') then
    return nil, ('%s is too large (%d kB; option max_bytes)'):format(
      vim.fn.fnamemodify(api.nvim_buf_get_name(bufnr), ':t'), math.floor(#text / 1024))
  end
  local doc, why = open_listed(core, text, M.format_of(bufnr))
  return doc, why, #text
end

local watching = false

-- The events of all attached buffers. (Those of one buffer alone would end when a buffer without a file is written to one.)
local function watch_events()
  if watching then return end
  watching = true
  local group = api.nvim_create_augroup('sayso_buffers', { clear = true })
  local function on(events, name, fn)
    local guarded = compat.guard(name, fn)
    api.nvim_create_autocmd(events, { group = group, callback = function(event)
      local self = states[event.buf]
      if self then guarded(self) end
    end })
  end
  local render, schedule = require('sayso.render'), require('sayso.schedule')
  on('InsertEnter', 'insert', render.hide_hints)
  on('InsertLeave', 'insert', function(self)
    render.refresh(self)
    if self.edits ~= self.edits_read then schedule.touch(self, 0) end
  end)
  on({ 'CursorMoved', 'BufEnter', 'WinEnter' }, 'cursor', render.cursor)
  on({ 'BufWinEnter', 'BufEnter' }, 'shown', schedule.shown)
  on('BufWritePost', 'write', function(self) M.emit('write', self) end)
end

--- Attaches a buffer. Nothing is read yet: that begins when the editor is idle.
---@return sayso.State? state
---@return string? message
function M.attach(bufnr)
  if bufnr == nil or bufnr == 0 then bufnr = api.nvim_get_current_buf() end
  if states[bufnr] then return states[bufnr] end
  if not api.nvim_buf_is_loaded(bufnr) then return nil, 'the buffer is not loaded' end
  local doc, message, size = open(bufnr)
  if not doc then return refuse(bufnr, message) end
  local self = setmetatable({
    bufnr = bufnr, doc = doc, doc_size = size, state = 'reading', tick = -1, version = 0,
    edits = 0, edits_read = -1, resyncs = 0, pending = {},
    cache = {}, stances = config.get('show.stances'), format = M.format_of(bufnr),
  }, State)
  states[bufnr] = self
  if not listen(self) then
    states[bufnr] = nil
    return refuse(bufnr, 'the buffer cannot be watched')
  end
  refused[bufnr] = nil
  require('sayso.highlight').define()
  require('sayso.render').start()
  watch_events()
  set_status(bufnr, { quotes = 0, actors = 0, unattributed = 0, state = 'reading' })
  M.emit('attach', self)
  compat.fire('SaysoAttach', { buf = bufnr })
  M.attach_services(self)
  require('sayso.schedule').touch(self, 0)
  return self
end

--- Services that other files bring: corrections kept beside the text, and the language server.
function M.attach_services(self)
  for _, name in ipairs({ 'annotate', compat.has.lsp and 'lsp' or nil }) do
    compat.guard(name, function() require('sayso.' .. name).attach(self) end)()
  end
end

--- Why a buffer is not attached; nil where it could be.
---@return string?
function M.why_not(bufnr)
  if bufnr == 0 then bufnr = api.nvim_get_current_buf() end
  local wanted, reason = M.wanted(bufnr)
  return not wanted and reason or refused[bufnr]
end

--- Lets go of a buffer: marks go, the document is closed.
function M.detach(bufnr, status)
  if bufnr == nil or bufnr == 0 then bufnr = api.nvim_get_current_buf() end
  local self = states[bufnr]
  if not self then return end
  states[bufnr] = nil
  require('sayso.schedule').stop(self)
  require('sayso.render').clear(self)
  self.state = status or 'off'
  set_status(bufnr, { quotes = 0, actors = 0, unattributed = 0, state = self.state })
  M.emit('detach', self)
  self.doc:close()
  compat.fire('SaysoDetach', { buf = bufnr })
end

--- What the FileType event leads to: attaches, detaches or reads anew in another format.
function M.auto(bufnr)
  if not api.nvim_buf_is_valid(bufnr) then return end
  local self, wanted = states[bufnr], M.wanted(bufnr)
  if self and (not wanted and not self.by_hand or self.format ~= M.format_of(bufnr)) then
    M.detach(bufnr)
    self = nil
  end
  if self or not wanted then return end
  local _, message = M.attach(bufnr)
  if message then return compat.warn_once('attach ' .. message, message) end
  if config.get('outline.auto_open') then compat.guard('outline', require('sayso.outline').auto_open)(bufnr) end
end

return M
