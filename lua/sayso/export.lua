-- In: an article (report.lua). Out: it as a file of one of five formats. Promises that nothing is written over without force, and never
-- through a symbolic link. No vim.* here: the editor and the command share it.

local M = {}

local FORMATS = {
  brat = function() return require('sayso.export_brat') end,
  csv = function() return require('sayso.export_csv') end,
  json = function() return require('sayso.export_json') end,
  markdown = function() return require('sayso.export_markdown') end,
  tei = function() return require('sayso.export_tei') end,
}

--- Names of the formats, sorted.
function M.formats()
  local names = {}
  for name in pairs(FORMATS) do names[#names + 1] = name end
  table.sort(names)
  return names
end

--- What files of a format end in, without the dot.
function M.extension(format)
  return FORMATS[format] and FORMATS[format]().extension
end

---@param core table
---@param format string
---@param article sayso.Article
---@param options { stances: boolean? }?
---@return string? text
---@return string? message
function M.render(core, format, article, options)
  if not FORMATS[format] then
    return nil, ("there is no format '%s'; there are %s"):format(format, table.concat(M.formats(), ', '))
  end
  return FORMATS[format]().render(core, article, options or {})
end

--- Writes a file whole or not at all, a new one with the mode that the umask leaves.
---@param options { force: boolean?, hint: string? }? hint: how to say force
---@return boolean? written
---@return string? message
---@return string? code EXISTS: it is there already; LINK, KIND, CLOSED, IO
function M.write(core, path, text, options)
  options = options or {}
  if not options.force then
    local _, message, code = core.store_read(path, 0)
    if code == 'LINK' or code == 'KIND' then return nil, message, code end
    if code ~= 'NONE' then return nil, ('%s exists%s'):format(path, options.hint and ' (' .. options.hint .. ')' or ''), 'EXISTS' end
  end
  return core.store_write(path, text, false, true)
end

return M
