-- In: the option `actors`: a path, or a table of lines and of {name =, aliases =, roles =, kind =, gender =}. Out: the text of the list
-- as core.open takes it. Promises that an entry of the table is one line, so that the line of an error is the number of the entry.

local M = {}

local function words(value)
  return type(value) == 'table' and table.concat(value, '; ') or value or ''
end

local function line_of(entry)
  local line = entry
  if type(entry) == 'table' then
    line = table.concat({ entry.name or '', words(entry.aliases), words(entry.roles), entry.kind or '', entry.gender or '' }, ' | ')
  end
  return (line:gsub('[\r\n]+', ' '))
end

local function read(path)
  local file, message = io.open(vim.fn.expand(path), 'rb')
  if not file then return nil, message end
  local text
  text, message = file:read('*a')
  file:close()
  return text, message and ('%s: %s'):format(path, message)
end

--- Is the value of the option right?
function M.accepts(value)
  local wanted = 'a path, or a list of lines and of tables {name=, aliases=, roles=, kind=, gender=}'
  if type(value) == 'string' then return true end
  if type(value) ~= 'table' then return false, wanted end
  for key, entry in pairs(value) do
    local fine = type(key) == 'number' and (type(entry) == 'string' or (type(entry) == 'table' and type(entry.name) == 'string'))
    if not fine then return false, wanted end
  end
  return true
end

--- The text of the list; nil where there is none, or with one line that says why it cannot be read.
function M.text(value)
  if type(value) == 'string' then
    if value == '' then return nil end
    return read(value)
  end
  if #value == 0 then return nil end
  local lines = {}
  for i, entry in ipairs(value) do lines[i] = line_of(entry) end
  return table.concat(lines, '\n')
end

--- Where an error of the list is: "~/actors.txt:4" or "option actors, entry 4".
function M.place(value, line)
  if type(value) == 'string' then return ('%s:%d'):format(value, line) end
  return ('option actors, entry %d'):format(line)
end

return M
