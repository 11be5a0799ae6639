-- In: nothing. Out: the C module, or nil and a sentence that says what to do.
-- Promises that what it gives was built for this Lua and for this version of the Lua files. No vim.* here.

local M = {}

M.ABI = 1 -- SAYSO_ABI of core/include/sayso.h; a test compares the two

local function lua_abi()
  return _VERSION == 'Lua 5.1' and '5.1' or _VERSION:match('%d+%.%d+')
end

--- Loads sayso.core and compares what it says of itself with what runs it.
---@return table? core
---@return string? message
function M.load()
  local found, core = pcall(require, 'sayso.core')
  if not found then
    local reason = tostring(core):match('undefined symbol: [%w_]+')
    if reason then return nil, 'sayso.core was built for another Lua (' .. reason .. '); run make again' end
    return nil, 'sayso.core cannot be loaded; run make (' .. tostring(core):match('^[^\n]*') .. ')'
  end
  if core.lua_abi ~= lua_abi() then
    return nil, ('sayso.core was built for Lua %s, this is %s; run make again'):format(core.lua_abi, lua_abi())
  end
  if core.abi ~= M.ABI then
    return nil, ('sayso.core has interface %d, these files need %d; run make again'):format(core.abi, M.ABI)
  end
  return core
end

return M
