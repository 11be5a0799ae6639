-- In: states whose text changed. Out: finished results, a slice at a time. Promises that the editor has its turn after every slice, that
-- an update is never entered twice, and that a buffer which no window shows waits until one does.
--
--   edits      x x  x      x            x = on_bytes; each starts the wait anew
--   debounce   --- -- ----- -------|
--   slices                         ==.==.==|        = at most slice_ms; . the editor's turn
--   result                                 ^ markers, b:sayso_status_dict, User SaysoUpdate

local api = vim.api
local compat = require('sayso.compat')
local config = require('sayso.config')

local M = {}

local PAUSE_MS = 1 -- between slices: lets waiting keys and redraws in

-- The first visible byte: of the current window where it shows the buffer, else of another one.
local function focus(self)
  local windows = vim.fn.win_findbuf(self.bufnr)
  local window = windows[1]
  if vim.tbl_contains(windows, api.nvim_get_current_win()) then window = api.nvim_get_current_win() end
  local info = window and vim.fn.getwininfo(window)[1]
  return info and self:offset(math.max(0, math.min(info.topline, info.botline) - 1), 0) or 0
end

local function is_shown(self)
  return #vim.fn.win_findbuf(self.bufnr) > 0
end

-- ---- results ------------------------------------------------------------------------------------------------------

local function settle(self, done)
  if not done then return end
  self.state = self.doc:language() == 'other' and 'not English' or 'ready'
  self.tick, self.edits_read = api.nvim_buf_get_changedtick(self.bufnr), self.edits
end

-- A new result, or (not done) a first part of one.
local function publish(self, done, changed)
  if not done and #changed == 0 then return end
  local before, edited = self.state, self.edits_read ~= self.edits
  settle(self, done)
  local news = #changed > 0 or self.state ~= before or self.corrected or self.version == 0
  -- After an edit ids ("A1") may stand for other actors although no range of the text has news: what was asked before is out of date.
  if news or edited then self.version = self.version + 1 end
  if done then self.corrected = false end
  local buffer = require('sayso.buffer')
  -- Rows drawn between an edit and its result show the old result, shifted: they are drawn anew even where nothing is new.
  if news or edited then require('sayso.render').refresh(self) end
  if news then buffer.set_status(self) end
  buffer.emit('update', self, { partial = not done, changed = news })
  if news and done then compat.fire('SaysoUpdate', { buf = self.bufnr, quotes = vim.b[self.bufnr].sayso_status_dict.quotes }) end
end

local function fail(self, message)
  self.state, self.message = 'error', message
  require('sayso.buffer').set_status(self)
  compat.warn_once('update ' .. tostring(message), message)
end

-- One slice; true: there is more to do.
local function slice(self, budget)
  require('sayso.buffer').check_text(self)
  local done, changed = self.doc:update(budget, { focus = focus(self) })
  if done == nil then
    fail(self, changed)
    return false
  end
  publish(self, done, changed)
  return not done
end

-- ---- when ---------------------------------------------------------------------------------------------------------

local function alive(self)
  return self.timer and not self.timer:is_closing() and api.nvim_buf_is_loaded(self.bufnr)
end

local step

local function start(self, delay)
  self.timer = self.timer or compat.uv.new_timer()
  if self.timer:is_closing() then return end
  self.timer:start(delay, 0, vim.schedule_wrap(function() step(self) end))
end

step = compat.guard('update', function(self)
  if not alive(self) or self.updating then return end
  if not is_shown(self) then
    self.waiting = true
    return
  end
  self.updating, self.waiting = true, false
  local went, more = pcall(slice, self, config.get('slice_ms'))
  self.updating = false
  if not went then error(more, 0) end
  if more and alive(self) then start(self, PAUSE_MS) end
end)

--- The text changed, or a result is wanted: reads after the debounce, or after `delay` milliseconds.
function M.touch(self, delay)
  start(self, delay or config.get('debounce'))
end

--- A window shows the buffer: what waited for that begins.
function M.shown(self)
  if self.waiting then start(self, 0) end
end

--- Reads to the end before it returns.
function M.finish(self)
  if self.updating or (self.edits_read == self.edits and not self.corrected) then return end
  self.updating = true
  local went, message = pcall(slice, self, -1)
  self.updating = false
  if not went then error(message, 0) end
end

function M.stop(self)
  if self.timer and not self.timer:is_closing() then
    self.timer:stop()
    self.timer:close()
  end
end

return M
