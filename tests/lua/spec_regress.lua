-- Cases of tests/regress: what was once wrong stays right. That folder's files say how they are written.
local core = require('sayso.core')

local FILES = { 'statements' }

local function read_cases(path)
  local cases, case, number = {}, nil, 0
  for line in io.lines(path) do
    number = number + 1
    local sign, rest = line:match('^([>=!]) (.*)$')
    if line == '' then
      case = nil
    elseif sign then
      if not case then
        case = { at = path .. ':' .. number, paragraphs = {}, wanted = {}, unwanted = {} }
        cases[#cases + 1] = case
      end
      local list = sign == '>' and case.paragraphs or sign == '=' and case.wanted or case.unwanted
      list[#list + 1] = rest
    elseif line:sub(1, 1) ~= '#' then
      error(path .. ':' .. number .. ': neither "# ", "> ", "= " nor "! "')
    end
  end
  return cases
end

-- Whether the last full stop belongs to a content is for the network to say: not compared.
local function without_stop(words) return (words:gsub('%.$', '')) end

-- "Anna Bell: “We won,”" and "“We won,”" of each statement, as the files write them.
local function statements_of(text)
  local doc = assert(core.open(text))
  doc:update()
  local names, said = {}, {}
  for _, actor in ipairs(doc:actors()) do names[actor.id] = actor.name end
  for _, statement in ipairs(doc:statements()) do
    local who, what = {}, {}
    for _, id in ipairs(statement.actors) do who[#who + 1] = names[id] end
    for _, span in ipairs(statement.content) do what[#what + 1] = doc:clean(span[1], span[2]) end
    local content = without_stop(table.concat(what, ' … '))
    said[#said + 1] = (who[1] and table.concat(who, ', ') or '?') .. ': ' .. content
    said[content] = true
  end
  doc:close()
  return said
end

return function(test, check)
  for _, name in ipairs(FILES) do
    for _, case in ipairs(read_cases('tests/regress/' .. name .. '.txt')) do
      test('regress ' .. case.at, function()
        local said = statements_of(table.concat(case.paragraphs, '\n\n') .. '\n')
        local all = table.concat(said, '\n')
        check.truthy(#case.wanted + #case.unwanted > 0, 'an expectation')
        for _, line in ipairs(case.wanted) do
          check.truthy(('\n' .. all .. '\n'):find('\n' .. without_stop(line) .. '\n', 1, true), ('%q among\n%s\n'):format(line, all))
        end
        for _, content in ipairs(case.unwanted) do
          check.truthy(not said[without_stop(content)], ('%q is no statement'):format(content))
        end
      end)
    end
  end
end
