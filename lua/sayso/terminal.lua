-- In: text from anywhere. Out: text that a terminal can show: escaped, measured, shortened, wrapped, coloured.
-- Promises that no control character and no hidden direction mark of the text reaches the terminal. No vim.* here.

local M = {}

-- ---- characters ---------------------------------------------------------------------------------------------------

-- Ranges of code points, first and last, that take two columns and none.
local WIDE = {
  { 0x1100, 0x115F }, { 0x2E80, 0xA4CF }, { 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF }, { 0xFE30, 0xFE6F },
  { 0xFF00, 0xFF60 }, { 0xFFE0, 0xFFE6 }, { 0x1F300, 0x1F64F }, { 0x1F900, 0x1F9FF }, { 0x20000, 0x3FFFD },
}
local EMPTY = { { 0x0300, 0x036F }, { 0x200B, 0x200D }, { 0x20D0, 0x20FF }, { 0xFE00, 0xFE0F } }
-- Characters that change what is shown around them: C1 controls, direction marks, line and paragraph separators.
local HIDDEN = { { 0x80, 0x9F }, { 0x200E, 0x200F }, { 0x2028, 0x202E }, { 0x2066, 0x2069 } }

local function inside(code, ranges)
  for _, range in ipairs(ranges) do
    if code >= range[1] and code <= range[2] then return true end
  end
  return false
end

-- Lowest second byte and highest second byte where not 0x80..0xBF: overlong forms, surrogates, past U+10FFFF.
local SECOND_FROM = { [0xE0] = 0xA0, [0xF0] = 0x90 }
local SECOND_TO = { [0xED] = 0x9F, [0xF4] = 0x8F }

local function sequence_length(lead)
  if lead < 0x80 then return 1 end
  if lead < 0xC2 or lead > 0xF4 then return nil end
  return lead < 0xE0 and 2 or lead < 0xF0 and 3 or 4
end

-- The code point at byte `at` and the byte after it; nil and at + 1 where the bytes are no UTF-8.
local function decode(text, at)
  local lead = text:byte(at)
  local length = sequence_length(lead)
  if length == 1 then return lead, at + 1 end
  if not length then return nil, at + 1 end
  local code = lead % 2 ^ (7 - length)
  for i = 1, length - 1 do
    local byte = text:byte(at + i)
    if not byte or byte < 0x80 or byte > 0xBF then return nil, at + 1 end
    if i == 1 and (byte < (SECOND_FROM[lead] or 0) or byte > (SECOND_TO[lead] or 0xFF)) then return nil, at + 1 end
    code = code * 64 + byte % 64
  end
  return math.floor(code), at + length
end

local function escape(text, keep)
  local out, at = {}, 1
  while at <= #text do
    local code, after = decode(text, at)
    local piece = text:sub(at, after - 1)
    if not code or (code < 32 and not keep:find(piece, 1, true)) or code == 127 then
      piece = ('\\x%02x'):format(piece:byte())
    elseif inside(code, HIDDEN) then
      piece = code < 0xA0 and ('\\x%02x'):format(code) or ('\\u{%04x}'):format(code)
    end
    out[#out + 1] = piece
    at = after
  end
  return table.concat(out)
end

--- Text on one line: white space becomes a space, control characters and bytes that are no UTF-8 become \x1b and the like.
---@param text string
---@return string
function M.visible(text)
  text = text:gsub('%s+', ' ')
  if not text:find('[%c\127-\255]') then return text end
  return escape(text, '')
end

--- The same over lines: line breaks and tabs stay.
function M.visible_lines(text)
  if not text:find('[%c\127-\255]') then return text end
  return escape(text, '\n\t')
end

local function columns(code)
  if code < 0x300 then return 1 end
  return inside(code, EMPTY) and 0 or inside(code, WIDE) and 2 or 1
end

--- Columns that visible text takes.
---@param text string
---@return integer
function M.width(text)
  if not text:find('[\128-\255]') then return #text end
  local total, at = 0, 1
  while at <= #text do
    local code
    code, at = decode(text, at)
    total = total + columns(code or 0)
  end
  return total
end

-- How many bytes of visible text fit into `limit` columns.
local function fitting(text, limit)
  local total, at = 0, 1
  while at <= #text do
    local code, after = decode(text, at)
    total = total + columns(code or 0)
    if total > limit then break end
    at = after
  end
  return at - 1
end

--- Cuts visible text to `limit` columns, at a word where one ends near, and marks the cut with an ellipsis.
function M.shorten(text, limit)
  if M.width(text) <= limit then return text end
  if limit < 2 then return limit < 1 and '' or '…' end
  local cut = text:sub(1, fitting(text, limit - 1))
  local word_end = cut:match('^.*()%s%S*$')
  if word_end and word_end > #cut - 12 and word_end > 1 then cut = cut:sub(1, word_end - 1) end
  return (cut:gsub('[%s,;:]+$', '')) .. '…'
end

function M.pad(text, limit)
  return text .. (' '):rep(limit - M.width(text))
end

--- Visible text as lines of at most `limit` columns, broken at spaces.
---@return string[]
function M.wrap(text, limit)
  local lines, line = {}, nil
  for word in text:gmatch('%S+') do
    if line and M.width(line) + 1 + M.width(word) <= limit then
      line = line .. ' ' .. word
    else
      lines[#lines + 1] = line
      line = word
    end
  end
  lines[#lines + 1] = line
  return lines
end

-- ---- colours ------------------------------------------------------------------------------------------------------

local CODES = { bold = '1', dim = '2', name = '1;36', cue = '32', warn = '33', heading = '1;4' }

--- A function for each style; with `on` false they give their text as it is.
---@param on boolean
---@return table<string, fun(text: string): string>
function M.styles(on)
  local styles = {}
  for name, code in pairs(CODES) do
    styles[name] = function(text)
      if not on or text == '' then return text end
      return '\27[' .. code .. 'm' .. text .. '\27[0m'
    end
  end
  return styles
end

return M
