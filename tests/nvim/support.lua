-- What the tests, the benchmark and the scripts of the plugin share; loaded with dofile, from the top of the tree.
local M = {}

--- The bytes of a file.
function M.read(path)
  local file = assert(io.open(path, 'rb'))
  local bytes = file:read('*a')
  file:close()
  return bytes
end

function M.write(path, bytes)
  local file = assert(io.open(path, 'wb'))
  file:write(bytes)
  file:close()
  return path
end

--- Ends the editor: status 1 where something failed.
function M.quit(failed)
  vim.cmd(failed == 0 and 'qall!' or 'cquit 1')
end

return M
