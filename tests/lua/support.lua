-- What the specs share: files in a folder of their own, commands run to their end.
local M = {}

M.COMMAND = os.getenv('SAYSO_COMMAND') or 'build/sayso'

function M.quote(word) return "'" .. word:gsub("'", "'\\''") .. "'" end

function M.read(path)
  local file = assert(io.open(path, 'rb'))
  local text = file:read('*a')
  file:close()
  return text
end

function M.write(path, text)
  local file = assert(io.open(path, 'wb'))
  assert(file:write(text))
  assert(file:close())
  return path
end

function M.exists(path)
  local file = io.open(path, 'rb')
  return file ~= nil and file:close()
end

-- A path for a file of a test, removed by M.clean().
local made = {}
function M.path(suffix)
  local path = os.tmpname() .. (suffix or '')
  made[#made + 1] = path
  return path
end

function M.file(text, suffix) return M.write(M.path(suffix), text) end

function M.clean()
  for _, path in ipairs(made) do
    os.remove(path)
    os.remove((path:gsub('%.%w+$', '')))
  end
  made = {}
end

-- Runs a shell command: status, standard output, standard error.
function M.shell(command)
  local errors = M.path()
  local pipe = assert(io.popen('{ ' .. command .. '; } 2>' .. errors .. '; echo "[$?]"', 'r'))
  local output = pipe:read('*a')
  pipe:close()
  local body, status = output:match('^(.*)%[(%d+)%]\n$')
  return tonumber(status), body, M.read(errors)
end

-- Runs sayso with these words; `before` stands in front (an environment, a pipe).
function M.sayso(words, before)
  local quoted = {}
  for i, word in ipairs(words) do quoted[i] = M.quote(word) end
  return M.shell((before or '') .. ' ' .. M.COMMAND .. ' ' .. table.concat(quoted, ' ') .. ' </dev/null')
end

return M
