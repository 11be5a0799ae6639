-- In: lines of a terminal with colours, as tmux prints them. Out: them as SVG. Promises the 256 colours, bold and underline; no fonts are
-- kept: any that has characters of one width will do.

local CELL_WIDTH, LINE_HEIGHT, SIZE = 7.8, 17, 13
local BACKGROUND, FOREGROUND = '#1c1c1c', '#d0d0d0'

local SIXTEEN = {
  [0] = '#303030', '#d78787', '#87af87', '#d7af5f', '#87afd7', '#af87af', '#87afaf', '#bcbcbc', '#767676', '#ff8787', '#afd787', '#ffd787',
  '#87d7ff', '#d7afff', '#87d7d7', '#ffffff',
}

local function color(index)
  if index < 16 then return SIXTEEN[index] end
  if index > 231 then return ('#%02x%02x%02x'):format(8 + 10 * (index - 232), 8 + 10 * (index - 232), 8 + 10 * (index - 232)) end
  local function level(value) return value == 0 and 0 or 55 + 40 * value end
  index = index - 16
  return ('#%02x%02x%02x'):format(level(index // 36), level(index // 6 % 6), level(index % 6))
end

-- One "ESC [ ... m" changes the style.
local function apply(style, codes)
  local list = {}
  for code in (codes == '' and '0' or codes):gmatch('[^;:]+') do list[#list + 1] = tonumber(code) end
  local i = 1
  while i <= #list do
    local code = list[i]
    if code == 0 then
      style.fg, style.bg, style.bold, style.underline, style.reverse = nil, nil, nil, nil, nil
    elseif code == 1 then style.bold = true
    elseif code == 4 then style.underline = true
    elseif code == 7 then style.reverse = true
    elseif code == 22 then style.bold = nil
    elseif code == 24 then style.underline = nil
    elseif code == 27 then style.reverse = nil
    elseif code >= 30 and code <= 37 then style.fg = color(code - 30)
    elseif code >= 90 and code <= 97 then style.fg = color(code - 82)
    elseif code >= 40 and code <= 47 then style.bg = color(code - 40)
    elseif code >= 100 and code <= 107 then style.bg = color(code - 92)
    elseif code == 39 then style.fg = nil
    elseif code == 49 then style.bg = nil
    elseif (code == 38 or code == 48) and list[i + 1] == 5 then
      style[code == 38 and 'fg' or 'bg'] = color(list[i + 2] or 7)
      i = i + 2
    elseif (code == 38 or code == 48) and list[i + 1] == 2 then
      style[code == 38 and 'fg' or 'bg'] = ('#%02x%02x%02x'):format(list[i + 2] or 0, list[i + 3] or 0, list[i + 4] or 0)
      i = i + 4
    end
    i = i + 1
  end
end

local ENTITIES = { ['&'] = '&amp;', ['<'] = '&lt;', ['>'] = '&gt;' }
local out, widest = {}, 0

local function emit(column, row, text, style)
  local count = utf8.len(text)
  local fg, bg = style.fg or FOREGROUND, style.bg
  if style.reverse then fg, bg = bg or BACKGROUND, fg end
  local x, y = column * CELL_WIDTH, row * LINE_HEIGHT
  if bg then
    local rect = '<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>'
    out[#out + 1] = rect:format(x, y, count * CELL_WIDTH, LINE_HEIGHT, bg)
  end
  if text:find('%S') then
    out[#out + 1] = ('<text x="%.1f" y="%d" textLength="%.1f" fill="%s"%s%s>%s</text>'):format(x, y + SIZE, count * CELL_WIDTH, fg,
      style.bold and ' font-weight="bold"' or '', style.underline and ' text-decoration="underline"' or '', (text:gsub('[&<>]', ENTITIES)))
  end
  return column + count
end

local row, style = 0, {}
for line in io.lines() do
  local column, at = 0, 1
  while at <= #line do
    local codes, stop = line:match('^\27%[([%d;:]*)m()', at)
    if codes then
      apply(style, codes)
      at = stop
    elseif line:byte(at) == 27 then
      at = line:match('^\27%[[^%a]*%a()', at) or line:match('^\27.[^\27]?()', at) or at + 1
    else
      local text = line:match('^[^\27\14\15]+', at) or ''
      if text ~= '' then column = emit(column, row, text, style) end
      at = at + math.max(#text, 1)
    end
  end
  widest, row = math.max(widest, column), row + 1
end

local width, height = math.ceil(widest * CELL_WIDTH), row * LINE_HEIGHT + 4
io.write(([[<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" xml:space="preserve"
font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="%d"><rect width="100%%" height="100%%" fill="%s"/>
]]):format(width, height, width, height, SIZE, BACKGROUND), table.concat(out, '\n'), '\n</svg>\n')
