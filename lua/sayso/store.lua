-- In: the name of a text. Out: the corrections kept beside it, and a way to keep changed ones.
-- Promises: what is damaged is refused with a sentence and left alone; a file is written whole or not at all, never through
-- a symbolic link; nothing is written before the first correction. No vim.* here: JSON comes from the caller.
--
-- NAME.sayso.json, beside NAME; where that folder cannot be written, or the text has no name, in the user's data folder:
--
--   { "format": "sayso corrections",   always this
--     "version": 1,                    counts up when an older sayso would misread the file
--     "text": "article.txt",           for people; not read
--     "corrections": [ITEM, ...],      in the order they were made: a later one wins
--     "undone": [ITEM, ...] }          taken back, the latest last: redo takes from the end; may be missing
--
--   ITEM: { "id": "c1",                unique in the file
--     "action": "merge|split|rename|actor|kind|span|add|reject|confirm",
--     "span": [start, end],            bytes of the text where it was last seen: a hint
--     "anchor": {"text", "before", "after"}, what it is about as it reads (one line, no markup), up to 48 bytes around it
--     "content", "source", "cue": [[start, end], ...],   parts of a statement, in bytes of anchor.text
--     "actors": [NAME, ...], "value": NAME, "kind": KIND, "act": "speech|stance" }
--
-- Keys that are not known are dropped. See core/include/sayso.h for what each action needs.

local M = {}

M.FORMAT, M.VERSION = 'sayso corrections', 1
M.LIMIT = 4 * 1024 * 1024 -- bytes; a book with ten thousand corrections stays below
M.UNDONE_KEPT = 100

-- Keys in the order they are written, for encoders that take one.
M.KEYS = {
  'format', 'version', 'text', 'corrections', 'undone', 'id', 'action', 'span', 'anchor', 'text', 'before', 'after', 'content',
  'source', 'cue', 'actors', 'value', 'kind', 'act',
}

local ACTIONS = { merge = 1, split = 1, rename = 1, actor = 1, kind = 1, span = 1, add = 1, reject = 1, confirm = 1 }

---@class sayso.Store
---@field path string where the corrections are, or will be
---@field corrections table[]
---@field undone table[]

-- ---- items --------------------------------------------------------------------------------------------------------

local function is_offset(value) return type(value) == 'number' and value >= 0 and value < 2 ^ 31 and value % 1 == 0 end

local function clean_span(value)
  if type(value) ~= 'table' or not is_offset(value[1]) or not is_offset(value[2]) or value[1] > value[2] then return nil end
  return { math.floor(value[1]), math.floor(value[2]) }
end

local function clean_list(value, clean)
  if value == nil then return {} end
  if type(value) ~= 'table' then return nil end
  local list = {}
  for i, item in ipairs(value) do
    list[i] = clean(item)
    if list[i] == nil then return nil end
  end
  return list
end

local function clean_text(value) return type(value) == 'string' and not value:find('%z') and value or nil end

local function clean_anchor(value)
  if type(value) ~= 'table' then return nil end
  local anchor = { text = clean_text(value.text), before = clean_text(value.before), after = clean_text(value.after) }
  return anchor.text and anchor.text ~= '' and anchor.before and anchor.after and anchor or nil
end

-- Parts lie in the anchor's text.
local function fits(item)
  for _, key in ipairs({ 'content', 'source', 'cue' }) do
    for _, span in ipairs(item[key] or {}) do
      if span[2] > #item.anchor.text then return false end
    end
  end
  return true
end

-- A copy with what is known of it; nil and what is wrong.
local function clean_item(value)
  if type(value) ~= 'table' then return nil, 'is no object' end
  if not ACTIONS[value.action] then return nil, 'has no known action' end
  local item = { action = value.action, span = clean_span(value.span), anchor = clean_anchor(value.anchor) }
  if not item.span then return nil, 'has no span' end
  if not item.anchor then return nil, 'has no anchor' end
  for _, key in ipairs({ 'content', 'source', 'cue' }) do
    local list = clean_list(value[key], clean_span)
    if not list then return nil, 'has a damaged list: ' .. key end
    if #list > 0 then item[key] = list end
  end
  local actors = clean_list(value.actors, clean_text)
  if not actors then return nil, 'has a damaged list: actors' end
  if #actors > 0 then item.actors = actors end
  for _, key in ipairs({ 'id', 'value', 'kind', 'act' }) do item[key] = clean_text(value[key]) end
  if not fits(item) then return nil, 'has a part outside its text' end
  return item
end

local function clean_items(list, name)
  if list == nil then return {} end
  if type(list) ~= 'table' then return nil, name .. ' is no list' end
  local items = {}
  for i, value in ipairs(list) do
    local item, wrong = clean_item(value)
    if not item then return nil, ('%s, item %d %s'):format(name, i, wrong) end
    items[i] = item
  end
  return items
end

--- What a correction of the core looks like in the file.
---@return table? item
---@return string? what is wrong with it
function M.item(correction) return clean_item(correction) end

-- ---- places -------------------------------------------------------------------------------------------------------

local function data_folder()
  local base = os.getenv('XDG_DATA_HOME')
  if not base or base:sub(1, 1) ~= '/' then base = (os.getenv('HOME') or '/tmp') .. '/.local/share' end
  return base .. '/sayso'
end

-- A file name for any path: its last part for people, all of it for uniqueness.
local function flat_name(path)
  local hash = 5381
  for i = 1, #path do hash = (hash * 33 + path:byte(i)) % 4294967296 end
  return ('%s-%08x'):format((path:match('([^/]*)$'):gsub('[^%w._-]', '_'):sub(1, 80)), hash)
end

--- Where the corrections of a text may be: beside it, and in the user's data folder.
---@param name string? the text's path; nil or '': it has none
---@return string? beside
---@return string apart
function M.paths(name, folder)
  local named = name and name ~= '' and name ~= '-'
  return named and name .. '.sayso.json' or nil, (folder or data_folder()) .. '/' .. flat_name(named and name or 'unnamed') .. '.sayso.json'
end

-- ---- reading ------------------------------------------------------------------------------------------------------

-- The two lists of a file's text; nil and what is wrong.
local function parse(text, decode)
  local good, value = pcall(decode, text)
  if not good or type(value) ~= 'table' then return nil, 'is not readable as JSON' end
  if value.format ~= M.FORMAT then return nil, 'holds no corrections of sayso' end
  if type(value.version) ~= 'number' then return nil, 'says no version' end
  if value.version > M.VERSION then return nil, 'was written by a newer sayso' end
  local corrections, wrong = clean_items(value.corrections or 'missing', 'corrections')
  if not corrections then return nil, 'is damaged: ' .. wrong end
  local undone
  undone, wrong = clean_items(value.undone, 'undone')
  if not undone then return nil, 'is damaged: ' .. wrong end
  return corrections, undone
end

--- Opens the corrections of a text. None yet is an empty store.
---@param name string?
---@param tools { core: table, encode: function, decode: function, folder: string? } JSON functions may raise
---@return sayso.Store?
---@return string? message
---@return string? code DAMAGED, LINK, KIND, LARGE, CLOSED, IO
function M.open(name, tools)
  local beside, apart = M.paths(name, tools.folder)
  local store = { name = name, tools = tools, path = beside or apart, beside = beside, apart = apart, corrections = {}, undone = {} }
  for _, path in ipairs({ beside or apart, apart }) do
    local text, message, code = tools.core.store_read(path, M.LIMIT)
    if text then
      local corrections, undone = parse(text, tools.decode)
      if not corrections then return nil, ('%s %s'):format(path, undone), 'DAMAGED' end
      store.path, store.text, store.corrections, store.undone = path, text, corrections, undone
      return store
    end
    if code ~= 'NONE' and not (code == 'CLOSED' and path ~= apart) then return nil, message, code end
  end
  return store
end

-- ---- writing ------------------------------------------------------------------------------------------------------

-- Is the file what it was when the store was opened or last saved?
local function unchanged(store, path)
  local text, message, code = store.tools.core.store_read(path, M.LIMIT)
  if not text and code ~= 'NONE' then return nil, message, code end
  if text == store.text or (text ~= nil and path ~= store.path and store.text == nil) then return true end
  return nil, ('%s was changed meanwhile: open the text again'):format(path), 'CHANGED'
end

local function write(store, path, text)
  local good, message, code = unchanged(store, path)
  if not good then return nil, message, code end
  good, message, code = store.tools.core.store_write(path, text, path == store.apart)
  if not good then return nil, message, code end
  store.path, store.text = path, text
  return true
end

--- Keeps the store's lists. An empty store that was never kept writes nothing.
---@param store sayso.Store
---@return boolean? kept
---@return string? message
---@return string? code as M.open; CHANGED: someone else wrote meanwhile
function M.save(store)
  local corrections, wrong = clean_items(store.corrections, 'corrections')
  if not corrections then return nil, wrong, 'DAMAGED' end
  if #corrections == 0 and #store.undone == 0 and not store.text then return true end
  while #store.undone > M.UNDONE_KEPT do table.remove(store.undone, 1) end
  local value = {
    format = M.FORMAT, version = M.VERSION, text = store.name and store.name:match('([^/]*)$') or nil,
    corrections = corrections, undone = store.undone,
  }
  local good, text = pcall(store.tools.encode, value, M.KEYS)
  if not good or type(text) ~= 'string' then return nil, 'the corrections cannot be written as JSON: ' .. tostring(text), 'DAMAGED' end
  text = text .. '\n'
  if #text > M.LIMIT then return nil, ('%s would be larger than 4 MB'):format(store.path), 'LARGE' end
  local message, code
  good, message, code = write(store, store.path, text)
  if not good and code == 'CLOSED' and store.path == store.beside and not store.text then return write(store, store.apart, text) end
  return good, message, code
end

return M
