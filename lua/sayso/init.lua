-- In: calls from the user's configuration. Out: the plugin's Lua interface. Promises to load nothing that the call does not need; no
-- setup is needed for anything.

local M = {}

--- Options; see :help sayso-options. They win over vim.g.sayso.
function M.setup(options)
  require('sayso.config').setup(options)
end

--- Attaches a buffer (the current one without an argument), whatever its file type.
---@return boolean attached
---@return string? message
function M.attach(bufnr)
  local state, message = require('sayso.buffer').attach(bufnr)
  if state then state.by_hand = true end
  return state ~= nil, message
end

function M.detach(bufnr)
  require('sayso.buffer').detach(bufnr)
end

--- The speaker under the cursor, for a statusline: every % is doubled. Empty where nobody speaks.
function M.statusline()
  return require('sayso.statusline').text()
end

--- Statements of a buffer as plain tables: {text, bufnr, lnum, col, end_lnum, end_col, kind, act, speaker, actors, score, rule}.
--- `filter`: actor (a name), kind, stances.
function M.statements(bufnr, filter)
  local state = require('sayso.buffer').get(bufnr)
  return state and require('sayso.items').statements({ state }, filter) or {}
end

--- Actors of a buffer as the core gives them.
function M.actors(bufnr)
  local state = require('sayso.buffer').get(bufnr)
  return state and state:actors() or {}
end

--- Shows or hides stances in a buffer; with no value the other of what is.
function M.stances(bufnr, value)
  local state = require('sayso.buffer').get(bufnr)
  if not state then return end
  if value == nil then value = not state.stances end
  state.stances = value
  require('sayso.render').refresh(state)
  require('sayso.buffer').emit('update', state, { changed = true })
end

return M
