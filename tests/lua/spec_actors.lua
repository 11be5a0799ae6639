-- The user's own list of actors, through the module and the command.
local core = require('sayso.core')
local support = require('support')

local TEXT = '“We will see,” Tony Hale said.\n\n“It is done,” Hale added.\n'

return function(test, check)
  local function open(list)
    local doc, message, code, line = core.open(TEXT, { actors = list })
    if doc then doc:update() end
    return doc, message, code, line
  end

  test('the list names the actor', function()
    local doc = assert(open('# ours\nAntony Hale | the envoy | US envoy | person | m'))
    local actor = doc:actors()[1]
    check.equal(actor.name, 'Antony Hale')
    check.equal(actor.gender, 'm')
    check.equal(actor.aliases[1], 'the envoy')
    check.equal(actor.roles[1], 'US envoy')
    check.equal(#doc:actors(), 1)
  end)

  test('who is not mentioned does not appear', function()
    local doc = assert(open('Nobody Known'))
    for _, actor in ipairs(doc:actors()) do check.truthy(actor.name ~= 'Nobody Known', 'a name not in the text') end
  end)

  test('a contradiction names both lines', function()
    local doc, message, code, line = open('Anna Bell | Hale\n\nTom Hale | Hale')
    check.equal(doc, nil)
    check.equal(message, '"Hale" stands for two actors: in line 1 and in line 3')
    check.equal(code, 'BAD_ACTORS')
    check.equal(line, 3)
  end)

  if not core.jsonl then
    test('--actors', function() check.skip('the command is Lua 5.4 alone') end)
    return
  end

  local function with_list(list, text, use)
    local actors, article = os.tmpname(), os.tmpname()
    for path, bytes in pairs({ [actors] = list, [article] = text }) do
      local file = assert(io.open(path, 'wb'))
      file:write(bytes)
      file:close()
    end
    local fine, message = pcall(use, actors, article)
    os.remove(actors)
    os.remove(article)
    assert(fine, message)
  end

  test('--actors: the listed name answers', function()
    with_list('Antony Hale\n', TEXT, function(actors, article)
      local status, output, errors = support.sayso({ 'said', 'Antony Hale', '--actors=' .. actors, article })
      check.equal(status, 0)
      check.truthy(output:find('It is done', 1, true), output .. errors)
    end)
  end)

  -- A list that names one person twice is refused before anything is printed.
  local function refused(command, text)
    with_list('Anna Bell\nanna bell\n', text, function(actors, article)
      local status, output, errors = support.sayso({ command, '--actors=' .. actors, article })
      check.equal(status, 3)
      check.equal(output, '')
      check.truthy(errors:find(actors .. ':2: "anna bell" stands for two actors: in line 1 and in line 2', 1, true), errors)
    end)
  end

  test('--actors: a bad list fails with file, line and both lines', function() refused('outline', TEXT) end)

  test('jsonl --actors: one list for every document', function()
    local line = '{"id":"a","text":"Hale was there. Hale said: \\"It is done.\\""}\n'
    with_list('Antony Hale\n', line .. line, function(actors, documents)
      local status, output, errors = support.sayso({ 'jsonl', '--actors=' .. actors, documents })
      check.equal(status, 0)
      local _, count = output:gsub('"name":"Antony Hale"', '')
      check.equal(count, 2, output .. errors)
    end)
  end)

  test('jsonl --actors: a bad list fails before any line is read', function() refused('jsonl', '{"text":"x"}\n') end)
end
