-- In: text of any bytes. Out: text that file formats accept. Promises valid UTF-8: a byte that is none becomes U+FFFD. No vim.* here.

local M = {}

local REPLACEMENT = '\239\191\189'

local function continues(run, first, last)
  for i = first, last do
    local byte = run:byte(i)
    if not byte or byte < 128 or byte > 191 then return false end
  end
  return true
end

-- Length of the character at `i`; nil where none begins (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF).
local function character_size(run, i)
  local lead, second = run:byte(i, i + 1)
  second = second or 0
  if lead >= 0xC2 and lead <= 0xDF then return continues(run, i + 1, i + 1) and 2 or nil end
  if lead >= 0xE0 and lead <= 0xEF then
    if (lead == 0xE0 and second < 0xA0) or (lead == 0xED and second > 0x9F) then return nil end
    return continues(run, i + 1, i + 2) and 3 or nil
  end
  if lead >= 0xF0 and lead <= 0xF4 then
    if (lead == 0xF0 and second < 0x90) or (lead == 0xF4 and second > 0x8F) then return nil end
    return continues(run, i + 1, i + 3) and 4 or nil
  end
  return nil
end

local function clean_run(run)
  local parts, i = {}, 1
  while i <= #run do
    local size = character_size(run, i)
    parts[#parts + 1] = size and run:sub(i, i + size - 1) or REPLACEMENT
    i = i + (size or 1)
  end
  return table.concat(parts)
end

--- Valid UTF-8.
function M.utf8(text)
  return (text:gsub('[\128-\255]+', clean_run))
end

--- One line: white space is a space, control characters are dropped.
function M.line(text)
  return (M.utf8(text):gsub('%s+', ' '):gsub('[%z\1-\31\127]', ''))
end

--- "Hale, Vetrov", or what is given for nobody.
function M.speakers(statement, nobody)
  local names = {}
  for i, actor in ipairs(statement.speakers) do names[i] = M.line(actor.name) end
  return #names > 0 and table.concat(names, ', ') or nobody or ''
end

function M.round(score)
  return math.floor(score * 1000 + 0.5) / 1000
end

--- The table with those who are named and say nothing left out: actors of statements, and their parents, in the order of the text.
function M.speaking(article, statements)
  local spoken, list = {}, {}
  for _, statement in ipairs(statements) do
    for _, actor in ipairs(statement.speakers) do
      spoken[actor.id] = true
      if actor.parent then spoken[actor.parent] = true end
    end
  end
  for _, actor in ipairs(article.actors) do
    if spoken[actor.id] then list[#list + 1] = actor end
  end
  return list
end

return M
