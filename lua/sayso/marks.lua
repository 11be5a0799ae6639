-- In: statements that lost their quotation marks. Out: the marks in the text, in the style of the text. Promises one step of u, and that
-- the preview shows just what the command would do.

local api = vim.api
local compat = require('sayso.compat')
local config = require('sayso.config')

local M = {}

-- ---- style --------------------------------------------------------------------------------------------------------

-- Opening and closing mark; `inside`: do commas stand inside the marks where the text shows no habit? (American “a,” not »a«,)
local STYLES = {
  curly = { '“', '”', inside = true }, straight = { '"', '"', inside = true }, guillemets = { '«', '»' }, low = { '„', '“' },
}

local function occurrences(text, words)
  local _, count = text:gsub(words, '')
  return count
end

-- The marks the text uses; curly ones where it uses none.
local function style_of(text)
  local wanted = config.get('marks')
  if STYLES[wanted] then return STYLES[wanted] end
  local best, most = 'curly', 0
  for _, name in ipairs({ 'low', 'curly', 'guillemets', 'straight' }) do
    local count = occurrences(text, STYLES[name][1])
    if name == 'curly' then count = count - occurrences(text, STYLES.low[1]) end -- „…“ closes with what opens “…”
    if name == 'straight' then count = count / 2 end
    if count > most then best, most = name, count end
  end
  return STYLES[best]
end

-- Does a comma behind what was said stand inside the marks? As in most places where the text has one there.
local function comma_inside(text, style)
  local wanted = config.get('marks_comma')
  if wanted ~= 'auto' then return wanted == 'inside' end
  local inside, outside = 0, 0
  for _, close in ipairs(style == STYLES.low and { style[2] } or { '”', '"', '»' }) do
    inside, outside = inside + occurrences(text, ',' .. close), outside + occurrences(text, close .. ',')
  end
  if inside ~= outside then return inside > outside end
  return style.inside == true
end

-- ---- places -------------------------------------------------------------------------------------------------------

-- The places where marks are missing: {offset, mark, closing}, the last first. Statements without marks alone.
local function missing(self, statements)
  local text, places = self.doc:text(), {}
  local style = style_of(text)
  local inside = comma_inside(text, style)
  for _, statement in ipairs(statements) do
    for _, span in ipairs(statement.kind == 'unmarked' and statement.content or {}) do
      local takes = inside and text:find('^[,.]', span[2] + 1) and 1 or 0
      places[#places + 1] = { offset = span[1], mark = style[1], order = 2 }
      places[#places + 1] = { offset = span[2] + takes, mark = style[2], order = 1, closing = true }
    end
  end
  table.sort(places, function(a, b)
    if a.offset ~= b.offset then return a.offset > b.offset end
    return a.order > b.order
  end)
  return places
end

-- Statements in lines, 1-based, the last one included; without a range the one at the cursor.
local function statements_in(self, call)
  if not call.range then return { self:at_cursor().statement } end
  local from, to = self:offset(call.line1 - 1, 0), self:offset(call.line2, 0)
  local kept = {}
  for _, statement in ipairs(self:shown(from, to)) do
    local first = self:first(statement)
    if first >= from and first < to and statement.act == 'speech' then kept[#kept + 1] = statement end
  end
  return kept
end

-- ---- public -------------------------------------------------------------------------------------------------------

--- Puts quotation marks around statements that lost them: one step of u.
---@return boolean
---@return string? message
function M.put(self, statements)
  local places = missing(self, statements)
  if #places == 0 then return false, 'no unmarked statement here' end
  if not vim.bo[self.bufnr].modifiable then return false, 'the buffer is not modifiable' end
  local located = {}
  for i, place in ipairs(places) do located[i] = { place.mark, self:position(place.offset) } end
  for _, place in ipairs(located) do
    api.nvim_buf_set_text(self.bufnr, place[2], place[3], place[2], place[3], { place[1] })
  end
  return true, ('%d pair%s of quotation marks'):format(#places / 2, #places == 2 and '' or 's')
end

--- `:[range]Sayso marks`.
function M.command(self, call)
  return M.put(self, statements_in(self, call))
end

-- Is the byte at a column inside a character?
local function continues(line, col)
  local byte = line:byte(col + 1) or 0
  return byte >= 0x80 and byte < 0xC0
end

-- Before Neovim 0.10 no text can be shown inside a line: the character that a mark will stand beside is lit.
local function light(self, place, namespace)
  local row, col = self:position(place.offset)
  local line = api.nvim_buf_get_lines(self.bufnr, row, row + 1, false)[1]
  local from, to = col, col
  if place.closing then
    repeat from = from - 1 until from <= 0 or not continues(line, from)
  else
    repeat to = to + 1 until to >= #line or not continues(line, to)
  end
  pcall(api.nvim_buf_set_extmark, self.bufnr, namespace, row, math.max(0, from), { end_col = to, hl_group = 'IncSearch' })
end

--- Shows where `:Sayso marks` would put marks, while it is typed; the text stays as it is.
function M.preview(self, call, namespace)
  local places = missing(self, statements_in(self, call))
  for _, place in ipairs(places) do
    if compat.has.inline then
      local row, col = self:position(place.offset)
      pcall(api.nvim_buf_set_extmark, self.bufnr, namespace, row, col,
        { virt_text = { { place.mark, 'IncSearch' } }, virt_text_pos = 'inline' })
    else
      light(self, place, namespace)
    end
  end
  return #places
end

return M
