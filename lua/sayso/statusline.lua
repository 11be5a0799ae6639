-- In: the cursor. Out: who speaks there, for a statusline. Promises that a name can never be read as a statusline item, that a question
-- for the same place costs a table look-up, and that nothing is loaded for buffers that are not attached.

local api = vim.api

local M = {}

local last = {}

local function speaker()
  local state = require('sayso.buffer').get(0)
  if not state or state.version == 0 then return '' end
  local cursor = api.nvim_win_get_cursor(0)
  local key = table.concat({ state.bufnr, state.version, state.edits, cursor[1], cursor[2] }, ':')
  if last.key == key then return last.text end
  local statement = state:at_cursor().statement
  local text = ''
  if statement and (statement.act == 'speech' or state.stances) then
    local names = {}
    for i, actor in ipairs(state:speakers(statement)) do names[i] = actor.name end
    text = #names > 0 and table.concat(names, ', ') or require('sayso.config').get('unattributed')
  end
  last = { key = key, text = text }
  return text
end

--- The speaker, with every % doubled, for 'statusline' and what is built on it.
function M.text()
  local asked, text = pcall(speaker)
  return asked and (text:gsub('%%', '%%%%'):gsub('[%z\1-\31]', ' ')) or ''
end

return M
