-- In: the cursor. Out: the cursor elsewhere, or a text object selected. Promises that the jump list knows where it came from, that folds
-- open, and that nothing moves when there is nowhere to go.

local api = vim.api
local compat = require('sayso.compat')
local config = require('sayso.config')

local M = {}

local flash = api.nvim_create_namespace('sayso.flash')

local function state_here()
  local state = require('sayso.buffer').get(0)
  if not state then compat.warn('this buffer is not attached (:Sayso attach)') end
  return state
end

-- ---- jumps --------------------------------------------------------------------------------------------------------

--- Puts the cursor of a window that shows the buffer on a byte; `target` {from, to} is lit for a moment.
function M.jump(state, offset, options)
  options = options or {}
  local window = options.win or api.nvim_get_current_win()
  local row, col = state:position(offset)
  api.nvim_win_call(window, function()
    vim.cmd("normal! m'")
    api.nvim_win_set_cursor(window, { row + 1, col })
    vim.cmd('normal! zv')
    if options.center then vim.cmd('normal! zz') end
  end)
  if options.target and config.get('flash_ms') > 0 then
    local to_row, to_col = state:position(options.target[2])
    compat.flash(state.bufnr, flash, 'SaysoFlash', { row, col }, { to_row, to_col }, config.get('flash_ms'))
  end
end

function M.jump_to_statement(state, statement, options)
  options = options or {}
  local first = statement.content[1]
  M.jump(state, state:first(statement), { win = options.win, center = options.center, target = first })
end

-- Statements to step through: those shown, of one actor where a handle is given, by the byte a jump goes to.
local function stations(state, handle)
  local list = {}
  for _, statement in ipairs(state:shown()) do
    local wanted = handle == nil
    for _, actor in ipairs(handle and state:speakers(statement) or {}) do wanted = wanted or actor.handle == handle end
    if wanted then list[#list + 1] = { offset = state:first(statement), statement = statement } end
  end
  table.sort(list, function(a, b) return a.offset < b.offset end)
  return list
end

-- The station `count` steps behind (or, negative, before) the offset; the last one there is, where there are fewer.
local function station_at(list, offset, count)
  if count > 0 then
    for i, station in ipairs(list) do
      if station.offset > offset then return list[math.min(i + count - 1, #list)] end
    end
  else
    for i = #list, 1, -1 do
      if list[i].offset < offset then return list[math.max(i + count + 1, 1)] end
    end
  end
end

--- Moves `count` statements on (negative: back), of one actor where a handle is given. True when it moved.
function M.step(count, handle)
  local state = state_here()
  if not state then return false end
  if state.version == 0 then state:wait() end
  local cursor = api.nvim_win_get_cursor(0)
  local found = station_at(stations(state, handle), state:offset(cursor[1] - 1, cursor[2]), count)
  if not found then
    compat.notify(count > 0 and 'no statement after this one' or 'no statement before this one')
    return false
  end
  M.jump_to_statement(state, found.statement)
  return true
end

function M.next() return M.step(vim.v.count1) end
function M.prev() return M.step(-vim.v.count1) end

local function step_same(count)
  local state = state_here()
  local statement = state and state:at_cursor().statement
  local actor = statement and state:speakers(statement)[1]
  if not actor then
    if state then compat.notify('nobody speaks here') end
    return false
  end
  return M.step(count, actor.handle)
end

function M.next_same() return step_same(vim.v.count1) end
function M.prev_same() return step_same(-vim.v.count1) end

-- ---- text objects -------------------------------------------------------------------------------------------------

-- Selects [from, to), in visual mode or for the operator that waits.
local function select_bytes(state, from, to)
  if to <= from then return end
  local row, col = state:position(from)
  local end_row, end_col = state:position(to - 1)
  if api.nvim_get_mode().mode:find('^[vV\22]') then vim.cmd('normal! \27') end
  api.nvim_win_set_cursor(0, { row + 1, col })
  vim.cmd('normal! v')
  if vim.o.selection == 'exclusive' then end_col = end_col + 1 end
  api.nvim_win_set_cursor(0, { end_row + 1, end_col })
end

local function extent(spans)
  if #spans == 0 then return nil end
  return spans[1][1], spans[#spans][2]
end

-- The piece of the content that the cursor is in; from cue and source: all of the content.
local function content_at(state, statement)
  local cursor = api.nvim_win_get_cursor(0)
  local offset = state:offset(cursor[1] - 1, cursor[2])
  for _, span in ipairs(statement.content) do
    if span[1] <= offset and offset < span[2] then return span[1], span[2] end
  end
  return extent(statement.content)
end

-- What was said; the statement with source and cue; who said it.
local objects = {
  inner = content_at,
  around = function(state, statement) return state:hull(statement) end,
  source = function(_, statement) return extent(statement.source) end,
}

local found = {}

--- For maps that are expressions: keys that select a text object, or those that call the operator off where there is none.
function M.object(name)
  local state = require('sayso.buffer').get(0)
  local statement = state and state.version > 0 and state:at_cursor().statement
  found = { state = state }
  if statement then found.from, found.to = objects[name](state, statement) end
  return found.from and "<Cmd>lua require('sayso.motion').select_found()<CR>" or '<Esc>'
end

function M.select_found()
  if found.from then select_bytes(found.state, found.from, found.to) end
end

-- ---- the other <Plug> maps ----------------------------------------------------------------------------------------

function M.stances() require('sayso').stances(0) end
function M.who() require('sayso.command').execute('who') end
function M.outline() require('sayso.command').execute('outline') end

return M
