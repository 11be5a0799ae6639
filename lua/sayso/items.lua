-- In: states. Out: statements and actors as plain tables that a location list, a picker or a script can use. Promises lines and columns
-- counted from 1, an end behind the last byte, and text on one line.

local api = vim.api
local native = require('sayso.native')
local report = require('sayso.report')

local M = {}

---@class sayso.Item
---@field bufnr integer
---@field filename string
---@field lnum integer
---@field col integer
---@field end_lnum integer
---@field end_col integer
---@field text string "Hale: We have two choices …"
---@field said string the words alone
---@field cue string
---@field speaker string names, or the option `unattributed`
---@field actors table[]
---@field kind string
---@field act string
---@field score number
---@field rule string
---@field offset integer byte a jump goes to
---@field statement table

local function span_place(state, item, from, to)
  local row, col = state:position(from)
  local end_row, end_col = state:position(math.max(from, to))
  item.bufnr, item.filename = state.bufnr, api.nvim_buf_get_name(state.bufnr)
  item.lnum, item.col, item.end_lnum, item.end_col, item.offset = row + 1, col + 1, end_row + 1, end_col + 1, from
  return item
end

--- The names of a statement's actors on one line.
function M.speaker(state, statement)
  local names = {}
  for i, actor in ipairs(state:speakers(statement)) do names[i] = actor.name end
  return #names > 0 and table.concat(names, ', ') or require('sayso.config').get('unattributed')
end

---@return sayso.Item
function M.of_statement(state, statement)
  local last = statement.content[#statement.content]
  local from, to = state:hull(statement)
  local item = span_place(state, {}, state:first(statement), last and last[2] or to)
  item.said = state:span_text(#statement.content > 0 and statement.content or { { from, to } })
  item.cue, item.speaker, item.actors = state:span_text(statement.cue), M.speaker(state, statement), state:speakers(statement)
  item.kind, item.act, item.score, item.rule = statement.kind, statement.act, statement.score, statement.rule
  item.text, item.statement = ('%s: %s'):format(item.speaker, item.said), statement
  return item
end

--- The actors whom a name means: full name, last name, alias or role, without case and accents.
---@return table<integer, table> by handle
function M.named(state, name)
  local core, found = native.load(), {}
  if not core then return found end
  local wanted = core.fold((vim.trim(name):gsub('%s+', ' ')))
  for _, actor in ipairs(state:actors()) do
    if report.means(core, actor, wanted) then found[actor.handle] = actor end
  end
  return found
end

-- Does the statement pass the filter?
local function passes(state, statement, filter, meant)
  if not report.sure(statement, require('sayso.config').get('min_score')) then return false end
  if statement.act ~= 'speech' and not (filter.stances or (filter.stances == nil and state.stances)) then return false end
  if filter.kind == 'unattributed' then
    if #statement.actors > 0 then return false end
  elseif filter.kind and statement.kind ~= filter.kind and statement.act ~= filter.kind then
    return false
  end
  if not meant then return true end
  for _, actor in ipairs(state:speakers(statement)) do
    if meant[actor.handle] then return true end
  end
  return false
end

--- Statements in the order of the text. `filter`: kind (or 'unattributed'), actor (a name), handle, stances.
---@return sayso.Item[]
function M.statements(states, filter)
  filter = filter or {}
  local items = {}
  for _, state in ipairs(states) do
    local meant = filter.actor and M.named(state, filter.actor) or filter.handle and { [filter.handle] = true }
    for _, statement in ipairs(state:statements()) do
      if passes(state, statement, filter, meant) then items[#items + 1] = M.of_statement(state, statement) end
    end
  end
  return items
end

--- Actors with the place they are first mentioned at, those with most statements first.
function M.actors(states)
  local items = {}
  for _, state in ipairs(states) do
    local first = {}
    for _, mention in ipairs(state:mentions()) do
      if mention.actor and not first[mention.actor] then first[mention.actor] = mention.span end
    end
    for _, actor in ipairs(state:actors()) do
      local span = first[actor.id] or { 0, 0 }
      local item = span_place(state, { actor = actor, order = #items }, span[1], span[2])
      item.text = ('%s (%s, %d)'):format(actor.name, actor.kind, actor.statements)
      items[#items + 1] = item
    end
  end
  table.sort(items, function(a, b)
    if a.actor.statements ~= b.actor.statements then return a.actor.statements > b.actor.statements end
    return a.order < b.order
  end)
  return items
end

--- The attached buffer as the article that report.lua and the exports take; its result is finished first.
function M.article(state)
  local core = assert(native.load())
  state:wait()
  local name = api.nvim_buf_get_name(state.bufnr)
  local article = report.article(core, name ~= '' and vim.fn.fnamemodify(name, ':t') or '[No Name]', state.doc:text(), state.doc)
  article.min_score = require('sayso.config').get('min_score')
  return article
end

--- Fills the window's location list, or with `quickfix` the quickfix list, and shows it.
function M.show_list(items, title, quickfix)
  local entries = {}
  for i, item in ipairs(items) do
    entries[i] = {
      bufnr = item.bufnr, lnum = item.lnum, col = item.col, end_lnum = item.end_lnum, end_col = item.end_col, text = item.text,
    }
  end
  local what = { title = title, items = entries }
  if quickfix then
    vim.fn.setqflist({}, ' ', what)
    vim.cmd('botright copen')
  else
    vim.fn.setloclist(0, {}, ' ', what)
    vim.cmd('lopen')
  end
  return entries
end

return M
