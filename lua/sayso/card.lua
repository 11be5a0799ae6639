-- In: a place in the text, or an actor. Out: a float: who speaks, why we think so, and all that is known of the actor. Promises lines
-- that a pure function makes, which the language server's hover shares.

local api = vim.api
local compat = require('sayso.compat')

local M = {}

local SHOWN = 12 -- statements listed; more are counted

local function one_line(text) return (text:gsub('%s+', ' '):gsub('[%z\1-\31\127]', '')) end

local function shorten(text, width)
  text = one_line(text)
  return vim.fn.strchars(text) <= width and text or vim.fn.strcharpart(text, 0, width - 1) .. '…'
end

-- ---- lines --------------------------------------------------------------------------------------------------------

local function add(card, text, group, offset)
  card.lines[#card.lines + 1] = text
  if group then card.groups[#card.lines] = group end
  if offset then card.offsets[#card.lines] = offset end
end

-- Why this speaker: cue, rule, score.
local function add_evidence(card, state, statement)
  local cue = one_line(state:span_text(statement.cue))
  local kind = statement.kind .. (statement.act == 'stance' and ', stance' or '')
  add(card, ('%s%s, sure to %d%%%s'):format(cue ~= '' and '"' .. cue .. '", ' or '', kind, math.floor(statement.score * 100 + 0.5),
    statement.rule ~= '' and ', by rule ' .. statement.rule or ''), 'SaysoOutlineNote')
end

local function add_names(card, actor)
  for _, list in ipairs({ { 'also', actor.aliases }, { 'as', actor.roles } }) do
    if #list[2] > 0 then add(card, list[1] .. ' ' .. one_line(table.concat(list[2], ', '))) end
  end
end

local function places_of(state, actor)
  local first, last
  for _, mention in ipairs(state:mentions()) do
    if mention.actor == actor.id then
      first, last = first or mention.span[1], mention.span[1]
    end
  end
  if not first then return '' end
  return (', line %d to %d'):format(state:position(first) + 1, state:position(last) + 1)
end

local function said_by(state, actor)
  local list = {}
  for _, statement in ipairs(state:shown()) do
    for _, id in ipairs(statement.actors) do
      if id == actor.id then list[#list + 1] = statement end
    end
  end
  return list
end

local function add_actor(card, state, actor)
  local parent = state:actor(actor.parent)
  add(card, ('%s%s, %d mention%s%s'):format(actor.kind, parent and ' of ' .. one_line(parent.name) or '', actor.mentions,
    actor.mentions == 1 and '' or 's', places_of(state, actor)), 'SaysoOutlineNote')
  add_names(card, actor)
  local list = said_by(state, actor)
  if #list == 0 then return add(card, 'says nothing here') end
  add(card, '')
  add(card, #list == 1 and '1 statement' or #list .. ' statements')
  for i, statement in ipairs(list) do
    if i > SHOWN then return add(card, ('  … %d more'):format(#list - SHOWN)) end
    local offset = state:first(statement)
    local words = #statement.content > 0 and statement.content or statement.cue
    add(card, ('%4d  %s'):format(state:position(offset) + 1, shorten(state:span_text(words), 70)), nil, offset)
  end
end

---@class sayso.Card
---@field title string
---@field lines string[]
---@field groups table<integer, string> line -> highlight
---@field offsets table<integer, integer> line -> byte that <CR> goes to

--- The card of an actor, of a statement, or of both; nil where there is neither.
---@return sayso.Card?
function M.of(state, actor, statement)
  if not actor and not statement then return nil end
  local card = { lines = {}, groups = {}, offsets = {}, title = actor and one_line(actor.name) or 'Nobody is named' }
  if statement then add_evidence(card, state, statement) end
  if actor then add_actor(card, state, actor) end
  return card
end

--- The actor and the statement at a byte: who is named there, else who speaks there. Someone named inside another's words is
--- shown without that statement.
function M.at(state, offset)
  local found = state:at(offset)
  local named = (found.mention and state:actor(found.mention.actor)) or (found.entity and state:actor(found.entity.actor))
  local statement = found.statement
  local speaker = statement and state:speakers(statement)[1]
  if named and found.part == 'content' and not (speaker and speaker.handle == named.handle) then return named, nil end
  return named or speaker, statement
end

-- ---- window -------------------------------------------------------------------------------------------------------

local namespace = api.nvim_create_namespace('sayso.card')

--- Opens the card. <CR> on a statement goes there; q closes.
function M.show(state, actor, statement)
  local card = M.of(state, actor, statement)
  if not card then return compat.notify('nobody speaks here') end
  local origin = api.nvim_get_current_win()
  local buffer, window = compat.float(card.lines, { title = card.title, relative = 'cursor', wrap = true })
  vim.bo[buffer].filetype = 'sayso-card'
  local shift = compat.has.float_title and 0 or 2
  for line, group in pairs(card.groups) do
    pcall(api.nvim_buf_set_extmark, buffer, namespace, line - 1 + shift, 0, { end_row = line + shift, hl_group = group })
  end
  vim.keymap.set('n', '<CR>', compat.guard('card', function()
    local offset = card.offsets[api.nvim_win_get_cursor(window)[1] - shift]
    if not offset then return end
    pcall(api.nvim_win_close, window, true)
    local target = vim.fn.win_findbuf(state.bufnr)[1]
    if api.nvim_win_is_valid(origin) and api.nvim_win_get_buf(origin) == state.bufnr then target = origin end
    if not target then return end
    api.nvim_set_current_win(target)
    require('sayso.motion').jump(state, offset, { win = target })
  end), { buffer = buffer, nowait = true })
  return buffer, window
end

--- `:Sayso who`: the card at the cursor.
function M.open()
  local state = require('sayso.buffer').get(0)
  if not state then return compat.warn('this buffer is not attached (:Sayso attach)') end
  local cursor = api.nvim_win_get_cursor(0)
  local actor, statement = M.at(state, state:offset(cursor[1] - 1, cursor[2]))
  return M.show(state, actor, statement)
end

return M
