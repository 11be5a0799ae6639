-- In: a document, its store, and what the writer says. Out: the document corrected, and the store saved.
-- Promises that a correction that finds nothing is not kept, and that what cannot be saved is not applied either.
-- Shared by the command and the editor: no vim.* here.

local store = require('sayso.store')

local M = {}

---@class sayso.Correcting
---@field doc userdata
---@field store sayso.Store

--- The store's corrections go into a document just opened; the caller updates it.
function M.begin(doc, kept) return doc:correct(kept.corrections) end

local function copy(list)
  local all = {}
  for i, item in ipairs(list) do all[i] = item end
  return all
end

local function has_id(list, id)
  for _, item in ipairs(list) do
    if item.id == id then return true end
  end
  return false
end

-- An id that neither list has: ids of what was undone come back with it.
local function new_id(kept)
  local number = #kept.corrections + #kept.undone + 1
  while has_id(kept.corrections, 'c' .. number) or has_id(kept.undone, 'c' .. number) do number = number + 1 end
  return 'c' .. number
end

-- The list into the document; what it makes of it, as the store keeps it.
local function apply(correcting, list)
  local good, message = correcting.doc:correct(list)
  if not good then return nil, message end
  good, message = correcting.doc:update()
  if good == nil then return nil, message end
  return correcting.doc:corrections()
end

-- Both lists are kept, in the store and on disk; else the document and the store stay as they were.
local function keep(correcting, list, undone)
  local kept = correcting.store
  local old_corrections, old_undone = kept.corrections, kept.undone
  local items = {}
  for i, correction in ipairs(list) do
    local item, wrong = store.item(correction)
    if not item then
      apply(correcting, old_corrections)
      return nil, wrong
    end
    items[i] = item
  end
  kept.corrections, kept.undone = items, undone
  local good, message, code = store.save(kept)
  if good then return true end
  kept.corrections, kept.undone = old_corrections, old_undone
  apply(correcting, old_corrections)
  return nil, message, code
end

--- What is kept now, with its state ('applied', 'drifted') and the reason of a drift.
---@return table[]
function M.list(correcting) return correcting.doc:corrections() end

--- Makes a correction. `item` as doc:correct takes it, with no anchor.
---@return table? correction as it was kept
---@return string? message
---@return string? code DRIFTED: there is nothing it could be about
function M.make(correcting, item)
  local before = correcting.doc:corrections()
  local list = copy(before)
  item.id = new_id(correcting.store)
  list[#list + 1] = item
  local now, message = apply(correcting, list)
  if not now then return nil, message end
  local made = now[#now]
  if made.state ~= 'applied' then
    apply(correcting, before)
    return nil, made.reason or 'nothing stands there', 'DRIFTED'
  end
  local good, why, code = keep(correcting, now, {})
  if not good then return nil, why, code end
  return made
end

--- Takes back the correction of this id, or the last one.
---@return table? correction the one taken back
---@return string? message
function M.undo(correcting, id)
  local list, undone = correcting.doc:corrections(), copy(correcting.store.undone)
  local at = #list
  while id and at > 0 and list[at].id ~= id do at = at - 1 end
  if at == 0 then return nil, id and ('there is no correction %s'):format(id) or 'there is no correction to take back' end
  local gone = table.remove(list, at)
  undone[#undone + 1] = store.item(gone)
  local now, message = apply(correcting, list)
  if not now then return nil, message end
  local good, why, code = keep(correcting, now, undone)
  if not good then return nil, why, code end
  return gone
end

--- Makes the correction that was taken back last again.
---@return table? correction
---@return string? message
function M.redo(correcting)
  local list, undone = correcting.doc:corrections(), copy(correcting.store.undone)
  local item = table.remove(undone)
  if not item then return nil, 'there is nothing to make again' end
  list[#list + 1] = item
  local now, message = apply(correcting, list)
  if not now then return nil, message end
  local good, why, code = keep(correcting, now, undone)
  if not good then return nil, why, code end
  return now[#now]
end

--- After edits: the anchors as they read now, saved. Nothing is written when there are no corrections.
function M.refresh(correcting)
  if #correcting.store.corrections == 0 then return true end
  return keep(correcting, correcting.doc:corrections(), correcting.store.undone)
end

return M
