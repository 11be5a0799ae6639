-- In: what the writer says against the reader, by command, outline or code action. Out: corrections in the document, kept beside the
-- text. Promises that each is one step of :Sayso undo, that nothing is written before the first correction, and that what cannot be kept
-- is not applied.

local api = vim.api
local compat = require('sayso.compat')
local config = require('sayso.config')

local M = {}

-- ---- the store ----------------------------------------------------------------------------------------------------

-- Keys whose value is a list, also where it is empty.
local LISTS = { corrections = true, undone = true, span = true, content = true, source = true, cue = true, actors = true }

-- JSON with the keys in a given order, corrections one a line: a file that people may read and compare.
local function encode(value, order, key, indent)
  if type(value) ~= 'table' then return vim.json.encode(value) end
  local parts = {}
  if LISTS[key] or value[1] ~= nil then
    for i, item in ipairs(value) do parts[i] = encode(item, order) end
    if indent and #parts > 0 then return '[\n    ' .. table.concat(parts, ',\n    ') .. '\n  ]' end
    return '[' .. table.concat(parts, ', ') .. ']'
  end
  local seen = {}
  for _, name in ipairs(order) do
    if value[name] ~= nil and not seen[name] then
      seen[name] = true
      parts[#parts + 1] = ('"%s": %s'):format(name, encode(value[name], order, name, key == nil and indent))
    end
  end
  if key == nil and indent then return '{\n  ' .. table.concat(parts, ',\n  ') .. '\n}' end
  return '{' .. table.concat(parts, ', ') .. '}'
end

local function decode(text)
  return vim.json.decode(text, { luanil = { object = true, array = true } })
end

local in_memory = {} ---@type table<integer, string> buffer -> the store of a text that has no file

-- Where nothing may be written: a buffer without a file, or the option `store` off. Corrections live as long as the buffer does.
local function memory_only(core, bufnr)
  return setmetatable({
    store_read = function()
      if in_memory[bufnr] then return in_memory[bufnr] end
      return nil, 'nothing is kept', 'NONE'
    end,
    store_write = function(_, text)
      for other in pairs(in_memory) do
        if not api.nvim_buf_is_valid(other) then in_memory[other] = nil end
      end
      in_memory[bufnr] = text
      return true
    end,
  }, { __index = core })
end

-- The file whose corrections the buffer's are; nil: they are kept in memory.
local function file_of(bufnr)
  local name = api.nvim_buf_get_name(bufnr)
  return config.get('store') and name ~= '' and not name:find('^%a[%w+.-]+://') and name or nil
end

local function open_at(name, bufnr)
  local core = require('sayso.native').load()
  return require('sayso.store').open(name, {
    core = name and core or memory_only(core, bufnr),
    encode = function(value, order) return encode(value, order, nil, true) end,
    decode = decode,
  })
end

-- A text that had no file and has one now: its corrections move there, unless some are there already.
local function take_from_memory(store, bufnr)
  if not store.name or not in_memory[bufnr] or store.text then return end
  local before = open_at(nil, bufnr)
  store.corrections, store.undone = before.corrections, before.undone
  if require('sayso.store').save(store) then in_memory[bufnr] = nil end
end

local function open_store(self)
  local store, message = open_at(file_of(self.bufnr), self.bufnr)
  if store then take_from_memory(store, self.bufnr) end
  return store, message
end

-- The buffer has another name: from now on its corrections are kept beside that. What was beside the old one stays.
local function follow_name(self)
  local old = self.correcting.store
  if file_of(self.bufnr) == old.name then return end
  local store, message = open_store(self)
  if not store then return compat.warn(message .. '; it is left as it is') end
  self.correcting.store = store
  if #old.corrections > 0 or #store.corrections == 0 then
    store.corrections, store.undone = old.corrections, old.undone
  elseif require('sayso.correct').begin(self.doc, store) then
    self.corrected = true
  end
end

local function count_drifted(self)
  local drifted = 0
  for _, item in ipairs(self.doc:corrections()) do
    if item.state == 'drifted' then drifted = drifted + 1 end
  end
  return drifted
end

-- After the first result: corrections that find their place no more are told of.
local function tell_drift(self)
  local stop
  stop = require('sayso.buffer').on('update', function(state, info)
    if state ~= self or info.partial then return end
    stop()
    local drifted, all = count_drifted(self), #self.doc:corrections()
    if drifted > 0 then
      local verb = drifted == 1 and 'finds' or 'find'
      compat.warn(('%d of %d corrections no longer %s what they are about (:Sayso info)'):format(drifted, all, verb))
    end
  end)
end

-- After the text was written: the corrections as its words read now.
local function keep(self)
  if not self.correcting then return end
  follow_name(self)
  if #self.correcting.store.corrections == 0 then return end
  self:wait()
  local kept, message = require('sayso.correct').refresh(self.correcting)
  if not kept then compat.warn(message) end
end

local listening = false

--- A buffer was attached: its corrections go into the document before the first reading.
function M.attach(self)
  local store, message = open_store(self)
  if not store then
    self.store_message = message
    compat.warn(message .. '; it is left as it is')
    return
  end
  self.correcting = { doc = self.doc, store = store }
  if not listening then require('sayso.buffer').on('write', keep) end
  listening = true
  if #store.corrections == 0 then return end
  local went, why = require('sayso.correct').begin(self.doc, store)
  if not went then compat.warn(why) else tell_drift(self) end
end

-- Before a correction: the document has all edits, and there is a store.
local function prepared(self)
  if not self.correcting then return nil, self.store_message or 'there is no store of corrections' end
  self:wait()
  return self.correcting
end

local function published(self, result, message)
  if not result then return false, message end
  self.corrected = true
  self:wait()
  return true
end

local function make(self, item)
  local correcting, message = prepared(self)
  if not correcting then return false, message end
  local made, why = require('sayso.correct').make(correcting, item)
  local good, wrong = published(self, made, why)
  return good, good and M.describe(made) or wrong
end

-- ---- what they are about ------------------------------------------------------------------------------------------

local function statement_span(self, statement)
  local content = statement.content
  if #content > 0 then return { content[1][1], content[#content][2] } end
  return { self:hull(statement) }
end

-- A mention of the actor: a name where there is one.
local function mention_of(self, actor)
  local other
  for _, mention in ipairs(self:mentions()) do
    if mention.actor == actor.id then
      if mention.form == 'name' then return mention.span end
      other = other or mention.span
    end
  end
  return other
end

-- The actor whom a name means; nil and why where it is unclear or nobody.
local function actor_called(self, name)
  local found, names = nil, {}
  for _, actor in pairs(require('sayso.items').named(self, name)) do
    if actor.name == name then return actor end
    found, names[#names + 1] = actor, actor.name
  end
  if #names > 1 then
    table.sort(names)
    return nil, ('%s: which one? %s'):format(name, table.concat(names, ', '))
  end
  return found, not found and ('nobody here is called %s'):format(name) or nil
end

-- Names as typed, with ; between them: those of actors that are meant, else as they are.
local function full_names(self, text)
  local names = {}
  for name in text:gmatch('[^;]+') do
    name = vim.trim(name)
    local actor, why = actor_called(self, name)
    if not actor and why:find('which one', 1, true) then return nil, why end
    if name ~= '' then names[#names + 1] = actor and actor.name or name end
  end
  return names
end

--- The actor at the cursor (or another byte) and a mention of it: what stands there, else who speaks there.
---@return table? actor
---@return integer[]? span
function M.actor_at(self, offset)
  local at = offset and self:at(offset) or self:at_cursor()
  for _, found in ipairs({ at.mention or false, at.entity or false }) do
    local actor = found and self:actor(found.actor)
    if actor then return actor, found.span end
  end
  local actor = at.statement and self:speakers(at.statement)[1]
  if actor then return actor, mention_of(self, actor) end
end

-- ---- corrections --------------------------------------------------------------------------------------------------

-- Each gives true and one line that says what was done, or false and one that says why not. Actors and statements are those of the
-- present result.

function M.rename(self, actor, name)
  return make(self, { action = 'rename', span = mention_of(self, actor), value = name })
end

--- Both are one; the name of `into` stays.
function M.merge(self, actor, into)
  if actor.handle == into.handle then return false, ('%s is one actor already'):format(actor.name) end
  return make(self, { action = 'merge', span = mention_of(self, actor), actors = { into.name } })
end

--- The mention at the bytes is another actor, called `name` (nil: as it reads).
function M.split(self, span, name)
  return make(self, { action = 'split', span = span, value = name })
end

--- The statement is by actors of these names; none: by nobody.
function M.attribute(self, statement, names)
  return make(self, { action = 'actor', span = statement_span(self, statement), actors = names })
end

function M.set_kind(self, statement, kind)
  return make(self, { action = 'kind', span = statement_span(self, statement), kind = kind })
end

function M.set_span(self, statement, from, to)
  return make(self, { action = 'span', span = statement_span(self, statement), content = { { from, to } } })
end

--- A statement the reader missed: its words, and whose they are.
function M.add(self, from, to, names)
  return make(self, { action = 'add', span = { from, to }, content = { { from, to } }, actors = names })
end

function M.reject(self, statement)
  return make(self, { action = 'reject', span = statement_span(self, statement) })
end

function M.confirm(self, statement)
  return make(self, { action = 'confirm', span = statement_span(self, statement) })
end

local function again(name)
  return function(self)
    local correcting, message = prepared(self)
    if not correcting then return false, message end
    local item, why = require('sayso.correct')[name](correcting)
    local good, wrong = published(self, item, why)
    return good, wrong, item
  end
end

M.undo, M.redo = again('undo'), again('redo')

--- What is kept: items of the core with `state` ('applied', 'drifted', 'waiting') and the `reason` of a drift.
function M.list(self)
  return self.doc:corrections()
end

-- Actions that are called by another name on the command line.
local COMMAND_NAMES = { actor = 'attribute' }

-- What a correction turns its words into.
local function outcome(item)
  if item.action == 'actor' or item.action == 'add' or item.action == 'merge' then
    return item.actors and item.actors[1] and table.concat(item.actors, ', ') or 'nobody'
  end
  return item.action == 'kind' and item.kind or item.value
end

--- One line for people.
function M.describe(item)
  local text, to = item.anchor and item.anchor.text or '', outcome(item)
  if vim.fn.strchars(text) > 40 then text = vim.fn.strcharpart(text, 0, 39) .. '…' end
  if not vim.startswith(text, '“') and not vim.startswith(text, '"') then text = '“' .. text .. '”' end
  return ('%s %s%s%s'):format(COMMAND_NAMES[item.action] or item.action, text, to and ' → ' .. to or '',
    item.state == 'drifted' and (' (drifted: %s)'):format(item.reason or '?') or '')
end

-- ---- :Sayso -------------------------------------------------------------------------------------------------------

-- Column behind the character that begins there.
local function behind(line, col)
  local stop = math.min(col + 1, #line)
  while stop < #line and line:byte(stop + 1) >= 0x80 and line:byte(stop + 1) < 0xC0 do stop = stop + 1 end
  return stop
end

-- The bytes of what was selected, or of whole lines; white space at the ends left out.
local function selected(self, call)
  local from, to = self:offset(call.line1 - 1, 0), self:offset(call.line2, 0)
  local first, last = vim.fn.getpos("'<"), vim.fn.getpos("'>")
  if vim.fn.visualmode() == 'v' and first[2] == call.line1 and last[2] == call.line2 then
    local line = api.nvim_buf_get_lines(self.bufnr, call.line2 - 1, call.line2, false)[1]
    from, to = self:offset(first[2] - 1, first[3] - 1), self:offset(last[2] - 1, behind(line, last[3] - 1))
  end
  local text = self:text(from, to)
  return from + #text:match('^%s*'), to - #text:match('%s*$')
end

-- The statement that shares most bytes with the selection.
local function statement_in(self, from, to)
  local best, most
  for _, statement in ipairs(self:statements(from, to)) do
    local shared = 0
    for _, span in ipairs(statement.content) do shared = shared + math.max(0, math.min(to, span[2]) - math.max(from, span[1])) end
    if shared > (most or 0) then best, most = statement, shared end
  end
  return best
end

local KINDS = { direct = 1, mixed = 1, indirect = 1, unmarked = 1, written = 1 }

-- What stands behind `attribute`: a word with #, or names.
local function apply_to(self, statement, rest)
  local word = rest:match('^#(%l+)$')
  if word == 'reject' then return M.reject(self, statement) end
  if word == 'confirm' then return M.confirm(self, statement) end
  if word == 'nobody' then return M.attribute(self, statement, {}) end
  if KINDS[word] then return M.set_kind(self, statement, word) end
  if rest:sub(1, 1) == '#' then return false, rest .. ': #direct, #mixed, #indirect, #unmarked, #written, #confirm, #reject or #nobody' end
  local names, why = full_names(self, rest)
  if not names then return false, why end
  return M.attribute(self, statement, names)
end

local function attribute(self, call)
  local statement, from, to
  if call.range then
    from, to = selected(self, call)
    statement = to > from and statement_in(self, from, to)
  else
    statement = self:at_cursor().statement
  end
  if statement and call.rest == '' and from then return M.set_span(self, statement, from, to) end
  if call.rest == '' then return false, 'attribute: to whom? (:Sayso attribute NAME)' end
  if statement then return apply_to(self, statement, call.rest) end
  if not from or to <= from then return false, 'no statement stands here; select its words first' end
  local names, why = full_names(self, call.rest)
  if not names then return false, why end
  return M.add(self, from, to, names)
end

local function merge(self, call)
  local actor = M.actor_at(self)
  if not actor then return false, 'no actor stands here' end
  if call.rest == '' then return false, ('merge %s with whom? (:Sayso merge NAME)'):format(actor.name) end
  local into, why = actor_called(self, call.rest)
  if not into then return false, why end
  return M.merge(self, actor, into)
end

local function split(self, call)
  local at = self:at_cursor()
  local found = at.mention or at.entity
  if not found then return false, 'no mention stands here' end
  return M.split(self, found.span, call.rest ~= '' and call.rest or nil)
end

local function rename(self, call)
  local actor, span = M.actor_at(self)
  if not actor then return false, 'no actor stands here' end
  local name = call.rest ~= '' and call.rest or vim.trim(vim.fn.input(('show %s as: '):format(actor.name), actor.name))
  if name == '' or name == actor.name then return true end
  return make(self, { action = 'rename', span = span, value = name })
end

local function step(name, word)
  return function(self)
    local good, why, item = M[name](self)
    return good, good and ('%s: %s'):format(word, M.describe(item)) or why
  end
end

local commands = {
  attribute = attribute,
  merge = merge,
  split = split,
  rename = rename,
  undo = step('undo', 'taken back'),
  redo = step('redo', 'made again'),
}

--- Runs a subcommand of :Sayso: true (and perhaps something to tell), or false and why not.
function M.command(name, self, call)
  return commands[name](self, call)
end

return M
