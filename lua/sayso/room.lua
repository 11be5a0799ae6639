-- In: a line of text and the windows that show it. Out: the cells that are free behind its last character, so that what is put there is not
-- cut at the edge. Promises to be no question to the editor's screen: it can be asked while that is drawn.

local strwidth = vim.api.nvim_strwidth

local M = {}

---@class sayso.Shape
---@field width integer cells of a row of text
---@field wrap boolean
---@field linebreak string? pattern of a word with what may end a row behind it
---@field tabstop integer
---@field showbreak integer cells
---@field indent (fun(line:string):integer)? cells of 'breakindent'

-- Cells of a text that begins at a column of its line. (strdisplaywidth counts what the current window's wrapping adds.)
local function cells_of(text, column, tabstop)
  text = text:gsub('%z', '^@')
  if not text:find('\t', 1, true) then return strwidth(text) end
  local at = column
  for part, tab in text:gmatch('([^\t]*)(\t?)') do
    at = at + strwidth(part)
    if tab ~= '' then at = at + tabstop - at % tabstop end
  end
  return at - column
end

-- ---- windows ------------------------------------------------------------------------------------------------------

-- "[^ ,.]*[ ,.]*" for the option 'breakat'.
local function word_pattern(breakat)
  local class = breakat:gsub('%W', '%%%0')
  return class == '' and '.+' or ('[^%s]*[%s]*'):format(class, class)
end

local function indent_of(options, width, tabstop)
  local shift, least = tonumber(options:match('shift:(%-?%d+)')) or 0, tonumber(options:match('min:(%d+)')) or 20
  return function(line)
    local indent = cells_of(line:match('^[ \t]*'), 0, tabstop) + shift
    return math.max(0, math.min(indent, width - least))
  end
end

local function showbreak_of(window)
  local own = vim.wo[window].showbreak
  return own == 'NONE' and '' or own ~= '' and own or vim.o.showbreak
end

--- How a window lays out lines.
---@return sayso.Shape?
function M.shape(window)
  local options, info = vim.wo[window], vim.fn.getwininfo(window)[1]
  if not info then return nil end
  local width, tabstop = info.width - (info.textoff or 0), vim.bo[info.bufnr].tabstop
  return {
    wrap = options.wrap, width = width, tabstop = tabstop, showbreak = strwidth(showbreak_of(window)),
    linebreak = options.linebreak and word_pattern(vim.o.breakat) or nil,
    indent = options.breakindent and indent_of(options.breakindentopt, width, tabstop) or nil,
  }
end

--- What of a window changes the room behind its lines, to compare.
function M.key(window)
  local options, info = vim.wo[window], vim.fn.getwininfo(window)[1]
  if not info then return '' end
  return table.concat({
    tostring(options.wrap),
    info.width - (info.textoff or 0), tostring(options.linebreak), tostring(options.breakindent), showbreak_of(window),
  }, ' ')
end

--- The shapes of all windows that show a buffer.
---@return sayso.Shape[]
function M.shapes(bufnr)
  local list = {}
  for _, window in ipairs(vim.fn.win_findbuf(bufnr)) do list[#list + 1] = M.shape(window) end
  return list
end

-- ---- lines --------------------------------------------------------------------------------------------------------

-- Column behind `cells` more cells, when rows after the first begin at `lead`.
local function advance(column, cells, width, lead)
  while column + cells > width do
    cells = cells - (width - column)
    column = lead
  end
  return column + cells
end

-- A word that does not fit before the edge, with what may end a row behind it, begins a row.
local function advance_words(line, shape, lead)
  local column = 0
  for word in line:gmatch(shape.linebreak) do
    if word == '' then break end
    local cells = cells_of(word, column, shape.tabstop)
    if column + cells > shape.width and column > lead then column = lead end
    column = advance(column, cells, shape.width, lead)
  end
  return column
end

--- Free cells behind the last character of the line in one window; without end where it does not wrap, for one can scroll there.
function M.behind(shape, line)
  if not shape.wrap then return math.huge end
  local lead = shape.showbreak + (shape.indent and shape.indent(line) or 0)
  if lead >= shape.width then return 0 end
  if shape.linebreak then return shape.width - advance_words(line, shape, lead) end
  return shape.width - advance(0, cells_of(line, 0, shape.tabstop), shape.width, lead)
end

--- Free cells behind the line where it is drawn as one row, in the narrowest window; less than none where it has no place in one.
function M.in_one_row(shapes, line)
  local least = math.huge
  for _, shape in ipairs(shapes) do least = math.min(least, shape.width - cells_of(line, 0, shape.tabstop)) end
  return least
end

--- Free cells behind the last character where there are fewest; infinite without shapes.
function M.least(shapes, line)
  local least = math.huge
  for _, shape in ipairs(shapes) do least = math.min(least, M.behind(shape, line)) end
  return least
end

return M
