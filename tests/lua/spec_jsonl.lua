-- The stream: one line out for each line in, in order, whatever the line holds.
local core = require('sayso.core')
local support = require('support')

local TEXT = 'Rome, 3 May. “We will go on,” Anna Weiss said. 😀 The minister denied it.\n\nBerlin agreed.\n'

-- Runs lines through core.jsonl; gives the lines out and what it returned.
local function run(lines, options)
  local input, output = support.file(type(lines) == 'table' and table.concat(lines, '\n') or lines), support.path()
  local request = { input = input, output = output }
  for key, value in pairs(options or {}) do request[key] = value end
  local results = { core.jsonl(request) }
  local out = {}
  for line in support.read(output):gmatch('([^\n]*)\n') do out[#out + 1] = line end
  support.clean()
  return out, results
end

local function document(id, text, more)
  local value = { id = id, text = text }
  for key, item in pairs(more or {}) do value[key] = item end
  return core.json_encode(value)
end

local function spans_of(statement)
  return { source = statement.source, cue = statement.cue, content = statement.content }
end

-- Resident memory in kB, "VmHWM" or "VmRSS"; nil where the system does not say.
local function memory(field)
  local file = io.open('/proc/self/status')
  local text = file and file:read('*a') or ''
  if file then file:close() end
  return tonumber(text:match(field .. ':%s*(%d+)'))
end

return function(test, check)
  if not core.jsonl then
    test('jsonl', function() check.skip('the command is Lua 5.4 alone') end)
    return
  end

  test('keys in the order of the contract', function()
    local out, results = run({ document('a', TEXT) })
    check.equal(results, { 1, 0 })
    check.match(out[1], '^{"id":"a","actors":%[.*"attributions":%[.*"entities":%[.*"mentions":%[.*%]')
    for actor in out[1]:match('"actors":(%b[])'):gmatch('%b{}') do
      check.match(actor, '^{"id":"A%d+","name":".-","kind":"%l+","gender":"%l+","aliases":%[')
    end
    for statement in out[1]:match('"attributions":(%b[])'):gmatch('%b{}') do
      check.match(statement, '^{"source":%[.-%],"cue":%[.-%],"content":%[.-%],"kind":"%l+","act":"%l+","actor":%[.-%],'
        .. '"score":[%d.]+,"rule":"')
    end
    for entity in out[1]:match('"entities":(%b[])'):gmatch('%b{}') do
      check.match(entity, '^{"span":%[%d+,%d+%],"type":"%u+","actor":.+}$')
    end
    for mention in out[1]:match('"mentions":(%b[])'):gmatch('%b{}') do
      check.match(mention, '^{"span":%[%d+,%d+%],"form":"%l+","actor":.+}$')
    end
  end)

  test('the id comes back as it came', function()
    local out = run({
      '{"id":7,"text":""}', '{"id":"é\\u0000","text":""}', '{"id":null,"text":""}', '{"text":""}', '{"id":[1,{"a":2.5}],"text":""}',
    })
    check.match(out[1], '^{"id":7,')
    check.match(out[2], '^{"id":"é\\u0000",')
    check.match(out[3], '^{"id":null,')
    check.match(out[4], '^{"id":null,')
    check.match(out[5], '^{"id":%[1,{"a":2.5}%],')
  end)

  test('other keys are ignored', function()
    local out, results = run({ document('a', TEXT, { attributions = 3, actors = 'x', text2 = {} }) })
    check.equal(results, { 1, 0 })
    check.equal(out[1], run({ document('a', TEXT) })[1])
  end)

  test('a bad line says so and the stream goes on', function()
    local out, results = run({
      'no JSON', '', '[]', '{"id":5}', '{"id":"x","text":3}', '{"id":1,"text":"a\255b"}', '{"id":1,"text":"a"', '   ', '3',
      '{"id":1,"text":"\\ud800"}', document('last', 'Fine.'),
    })
    check.equal(results, { 9, 8 })
    check.equal(#out, 9)
    local lines = { 1, 3, 4, 5, 6, 7, 9, 10 }
    for i, line in ipairs(lines) do
      local answer = core.json_decode(out[i])
      check.equal(type(answer.error), 'string')
      check.equal(answer.line, line)
    end
    check.equal(core.json_decode(out[3]).id, 5)
    check.equal(core.json_decode(out[4]).id, 'x')
    check.match(out[1], '^{"error":".-","line":1}$')
    check.match(out[9], '^{"id":"last"')
  end)

  test('no lines, no newline at the end, CRLF, a byte order mark', function()
    check.equal(run(''), {})
    check.equal(#run('\n\n \n'), 0)
    check.equal(#run(document(1, 'x')), 1)
    local out = run('\239\187\191' .. document(1, 'x') .. '\r\n' .. document(2, 'y') .. '\r\n')
    check.match(out[1], '^{"id":1,')
    check.match(out[2], '^{"id":2,')
  end)

  test('offsets in code points and in bytes mean the same places', function()
    local points = core.json_decode(run({ document(1, TEXT) })[1])
    local bytes = core.json_decode(run({ document(1, TEXT) }, { offsets = 'bytes' })[1])
    local map = core.codepoints(TEXT)
    local function convert(spans)
      local converted = {}
      for i, span in ipairs(spans) do converted[i] = { map:point(span[1]), map:point(span[2]) } end
      return converted
    end
    check.equal(#points.attributions, #bytes.attributions)
    for i, statement in ipairs(bytes.attributions) do
      for key, spans in pairs(spans_of(statement)) do check.equal(points.attributions[i][key], convert(spans), key) end
    end
    for i, entity in ipairs(bytes.entities) do check.equal({ points.entities[i].span }, convert({ entity.span })) end
  end)

  test('NUL and characters beyond the basic plane', function()
    local out, results = run({ '{"id":1,"text":"Anna \\u0000 said \\ud83d\\ude00 that. It was over, Weiss said."}' })
    check.equal(results, { 1, 0 })
    for _, statement in ipairs(core.json_decode(out[1]).attributions) do
      for _, spans in pairs(spans_of(statement)) do
        for _, span in ipairs(spans) do check.truthy(span[2] <= 48, 'inside the text') end
      end
    end
  end)

  test('a line of ten megabytes', function()
    local out, results = run({ document('big', ('Nobody knows. '):rep(100) .. ('x'):rep(10000000)), document(2, 'Fine.') })
    check.equal(results, { 2, 0 })
    check.match(out[1]:sub(1, 30), '^{"id":"big"')
    check.match(out[2], '^{"id":2')
  end)

  test('given attributions: only actors are found', function()
    local from, to = 13, 32 -- “We will go on,” Anna …: code points
    local given = { { source = { { 30, 40 } }, cue = { { 41, 45 } }, content = { { from, to - 3 } } }, { content = core.null } }
    local out = run({ document(1, TEXT, { attributions = given }) }, { given = 'attributions' })
    local answer = core.json_decode(out[1])
    check.equal(answer.error, nil)
    check.equal(#answer.attributions >= 1, true)
    check.equal(spans_of(answer.attributions[1]),
      { source = { { 30, 40 } }, cue = { { 41, 45 } }, content = { { from, to - 3 } } })
  end)

  test('given contents: source and cue of the input are not looked at', function()
    local given = { { source = 'nonsense', content = { { 14, 27 } } } }
    local answer = core.json_decode(run({ document(1, TEXT, { attributions = given }) }, { given = 'content' })[1])
    check.equal(answer.error, nil)
    check.equal(answer.attributions[1].content, { { 14, 27 } })
  end)

  test('a given content takes the tag beside its marks, though no reader found it to be speech', function()
    local text = '“Well,” resumed Anna; “then I was right about the long road over the hill.”'
    local given = { { content = { { 1, 6 } } }, { content = { { 23, 74 } } } }
    local answer = core.json_decode(run({ document(1, text, { attributions = given }) }, { given = 'content' })[1])
    check.equal(spans_of(answer.attributions[1]), { source = { { 16, 20 } }, cue = { { 8, 15 } }, content = { { 1, 6 } } })
    check.equal(answer.attributions[2].actor, answer.attributions[1].actor)
  end)

  test('a given content takes the source that is nearer to the cue', function()
    local text = 'They sat, he said no more, and Harriet, on being asked, replied, “It was there.” He left.'
    local given = { { content = { { 66, 79 } } } }
    local answer = core.json_decode(run({ document(1, text, { attributions = given }) }, { given = 'content' })[1])
    check.equal(answer.attributions[1].source, { { 31, 38 } })
  end)

  test('given spans that are no places are a bad line', function()
    for _, content in ipairs({ '3', '[3]', '[[1]]', '[[5,1]]', '[[0,1000]]', '[[-1,2]]', '[[0.5,2]]', '[["a",2]]' }) do
      local out = run({ '{"id":9,"text":"Some text.","attributions":[{"content":' .. content .. '}]}' }, { given = 'content' })
      check.match(out[1], '^{"error":".-","line":1,"id":9}$')
    end
    check.match(run({ '{"id":9,"text":"x","attributions":{}}' }, { given = 'content' })[1], '^{"error"')
    check.match(run({ '{"id":9,"text":"x"}' }, { given = 'content' })[1], '^{"id":9')
  end)

  test('one thread and four give the same bytes', function()
    local lines = {}
    for i = 1, 60 do
      lines[i] = i % 7 == 0 and 'broken ' .. i or document(i, (TEXT .. 'Nobody knows. '):rep(i % 5))
    end
    local alone, together = run(lines), run(lines, { threads = 4 })
    check.equal(#alone, 60)
    check.equal(together, alone)
  end)

  test('each answer is written at once', function()
    local command = ("(printf '%%s\\n' %s; sleep 2) | %s jsonl | (read -r line; date +%%s; cat >/dev/null); date +%%s"):format(
      support.quote(document(1, 'x')), support.COMMAND)
    local _, output = support.shell(command)
    local answered, ended = output:match('(%d+)%s+(%d+)')
    check.truthy(tonumber(ended) - tonumber(answered) >= 1, 'the answer came before the input ended')
    support.clean()
  end)

  test('memory stays flat', function()
    if not memory('VmRSS') then check.skip('the system does not say') end
    local line = document(1, TEXT:rep(30))
    local function many(count)
      local lines = {}
      for i = 1, count do lines[i] = line end
      return lines
    end
    run(many(20), { threads = 2 })
    collectgarbage()
    local before = memory('VmRSS')
    run(many(200), { threads = 2 })
    collectgarbage()
    check.truthy(memory('VmRSS') - before < 12000, ('%d kB more'):format(memory('VmRSS') - before))
  end)

  test('wrong use raises, a missing file is nil, message, code', function()
    check.raises('#1', core.jsonl)
    check.raises('#1.*offsets', core.jsonl, { offsets = 'words' })
    check.raises('#1.*given', core.jsonl, { given = 'words' })
    check.raises('#1.*format', core.jsonl, { format = 'words' })
    check.raises('#1.*threads', core.jsonl, { threads = -1 })
    check.raises('#1.*input', core.jsonl, { input = {} })
    local done, message, code = core.jsonl({ input = '/nowhere/at/all' })
    check.equal(done, nil)
    check.match(message, '/nowhere/at/all')
    check.equal(code, 'IO')
    check.equal((core.jsonl({ input = '/tmp', output = '/dev/null' })), nil)
    check.equal((core.jsonl({ input = '/dev/null', output = '/nowhere/at/all' })), nil)
    if support.exists('/dev/full') then
      local path = support.file(document(1, 'x'))
      check.match(select(2, core.jsonl({ input = path, output = '/dev/full' })), 'space')
      check.match(select(2, core.jsonl({ input = path, output = '/dev/full', threads = 3 })), 'space')
      support.clean()
    end
  end)
end
