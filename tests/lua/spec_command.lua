-- The command: statuses, the one line on standard error, the shape of what it prints. What the model finds is tested only where README
-- shows it.
local core = require('sayso.core')
local support = require('support')

local ARTICLE, NEWS, INTERVIEW = 'tests/data/article.txt', 'tests/data/news.txt', 'tests/data/interview.md'

-- A text in which any reader finds something: it is given by pattern, marks and verb.
local PLAIN = '“The bridge is closed and it will stay closed,” Anna Weiss said on Monday.\n\n'
  .. '“Nobody asked the city about the bridge,” Tom Weiss said.\n'

return function(test, check)
  if not core.jsonl then
    test('the command', function() check.skip('it is Lua 5.4 alone') end)
    return
  end

  local function run(words, wanted, before)
    local status, output, errors = support.sayso(words, before)
    if status ~= wanted then
      error(('sayso %s: wanted status %d, got %d: %s'):format(table.concat(words, ' '), wanted, status, errors), 2)
    end
    if wanted == 0 then
      check.equal(errors, '', 'standard error')
    else
      check.match(errors, '^sayso: [^\n]+\n$')
    end
    return output, errors
  end

  local function json(words, before) return assert(core.json_decode((run(words, 0, before)))) end

  local function on(name, body)
    test(name, function()
      body()
      support.clean()
    end)
  end

  on('README shows the beginning of what the sample gives', function()
    local file = assert(io.open('README.md'))
    local shown = file:read('a'):match('\n```\n(' .. ARTICLE:gsub('%p', '%%%0') .. '\n.-)```')
    file:close()
    local output = run({ 'outline', ARTICLE }, 0)
    check.truthy(shown, 'README.md has a block that begins with ' .. ARTICLE)
    check.equal(output:sub(1, #shown), shown, 'README.md, the sample: bring it up to date')
  end)

  on('version and help', function()
    check.equal(run({ '--version' }, 0), 'sayso ' .. core.version() .. '\n')
    check.equal(json({ '--version', '--json' }), { version = core.version(), abi = core.abi })
    local help = run({ '--help' }, 0)
    for _, word in ipairs({ 'outline', 'quotes', 'who', 'said', 'stats', 'dump', 'jsonl', '--json', '--stances', '--offsets',
      '--given', '--actors', '--threads', '--input-format', '--no-color', '--version' }) do
      check.truthy(help:find(word, 1, true), word .. ' in the help')
    end
    for _, stage in ipairs(core.stages()) do check.truthy(help:find(stage, 1, true), stage) end
    check.equal(run({ 'outline', '--help' }, 0), help)
    for line in help:gmatch('[^\n]+') do check.truthy(#line <= 100, 'lines of the help are short: ' .. line) end
  end)

  on('wrong use is 2', function()
    for _, words in ipairs({
      {}, { 'shout' }, { 'outline' }, { 'outline', 'a', 'b' }, { 'outline', '--loud', ARTICLE }, { 'who', ARTICLE },
      { 'who', ARTICLE, 'x' }, { 'who', ARTICLE, '0' }, { 'who', ARTICLE, '1', '-' }, { 'who', ARTICLE, '1', '2', '3' },
      { 'said', 'Hale' }, { 'stats' }, { 'dump', ARTICLE }, { 'dump', '--stage=soup', ARTICLE }, { 'outline', '--stage=marks', ARTICLE },
      { 'outline', '--threads=2', ARTICLE }, { 'jsonl', '--threads=0' }, { 'jsonl', '--threads=many' }, { 'jsonl', '--given=all' },
      { 'jsonl', 'a', 'b' }, { 'outline', '--input-format=pdf', ARTICLE }, { 'outline', '--json=yes', ARTICLE },
      { 'outline', '--offsets=words', ARTICLE }, { 'outline', ARTICLE, '--input-format' }, { 'outline', '--kernel=abacus', ARTICLE },
      { 'stats', '-', '-' },
    }) do
      run(words, 2)
    end
  end)

  on('input that fails is 3', function()
    for _, words in ipairs({
      { 'outline', '/nowhere' }, { 'outline', '/tmp' }, { 'said', 'Hale', ARTICLE, '/nowhere' }, { 'jsonl', '/nowhere' },
      { 'jsonl', '/tmp' }, { 'outline', '--actors=/nowhere', ARTICLE }, { 'jsonl', '--actors=/nowhere' }, { 'stats', '/nowhere' },
    }) do
      local _, errors = run(words, 3)
      check.match(errors, ': /%l+')
    end
    local _, errors = run({ 'outline', '/nowhere' }, 3)
    check.equal(errors, 'sayso: /nowhere: No such file or directory\n')
  end)

  on('nothing found is 1', function()
    local empty = support.file('')
    for _, words in ipairs({
      { 'outline', empty }, { 'quotes', empty }, { 'stats', empty }, { 'said', 'Nobody Atall', ARTICLE }, { 'who', ARTICLE, '9999' },
      { 'who', ARTICLE, '2' }, { 'who', empty, '1', '1' }, { 'stats', empty, empty },
    }) do
      run(words, 1)
    end
    check.equal(support.sayso({ 'jsonl' }), 1)
    local status, output = support.sayso({ 'quotes', '--json', empty })
    check.equal(status, 1)
    check.equal(core.json_decode(output).attributions, {})
  end)

  on('the outline: title, totals, actors with their statements', function()
    local output = run({ 'outline', ARTICLE }, 0, 'COLUMNS=80')
    local lines = {}
    for line in (output):gmatch('([^\n]*)\n') do lines[#lines + 1] = line end
    check.match(lines[1], '^%S')
    check.match(lines[2], '^%d+ statements?, %d+ words? said$')
    check.equal(lines[3], '')
    local heads, statements = 0, 0
    for i = 4, #lines do
      check.truthy(require('sayso.terminal').width(lines[i]) <= 80, 'a line of at most 80 columns: ' .. lines[i])
      if lines[i]:find('^%S.*  %l+, %d+ statements?, %d+%% of the words$') then heads = heads + 1 end
      if lines[i]:find('^  +%d+  ') then statements = statements + 1 end
    end
    check.truthy(heads >= 1, 'heads of actors')
    check.truthy(statements >= tonumber(lines[2]:match('^%d+')), 'every statement is there')
    check.truthy(not output:find('\27'), 'no colours in a pipe')
  end)

  on('a narrow and a wide outline', function()
    for _, width in ipairs({ '40', '60', '200' }) do
      for line in run({ 'outline', ARTICLE }, 0, 'COLUMNS=' .. width):gmatch('[^\n]+') do
        check.truthy(require('sayso.terminal').width(line) <= math.max(62, tonumber(width)), line)
      end
    end
  end)

  on('the outline as JSON agrees with itself', function()
    local outline = json({ 'outline', '--json', ARTICLE })
    check.equal(outline.file, ARTICLE)
    check.equal(outline.total.statements, #outline.attributions)
    local words = 0
    for _, statement in ipairs(outline.attributions) do words = words + statement.words end
    check.equal(outline.total.words, words)
    for _, actor in ipairs(outline.actors) do
      local count = 0
      for _, statement in ipairs(outline.attributions) do
        for _, id in ipairs(statement.actor) do count = count + (id == actor.id and 1 or 0) end
      end
      check.equal(actor.statements, count, actor.name)
    end
  end)

  on('quotes: FILE:LINE:COLUMN: in front, in the order of the text', function()
    local last = 0
    for line in run({ 'quotes', ARTICLE }, 0):gmatch('[^\n]+') do
      local number = tonumber(line:match('^tests/data/article%.txt:(%d+):%d+: .+ %(.+%) .+$'))
      check.truthy(number, line)
      last = math.max(last, number)
    end
    check.truthy(last > 1, 'lines')
  end)

  on('stances are added, never mixed in', function()
    local speech, all = json({ 'quotes', '--json', ARTICLE }), json({ 'quotes', '--json', '--stances', ARTICLE })
    check.truthy(#all.attributions >= #speech.attributions, 'more with stances')
    for _, statement in ipairs(speech.attributions) do check.equal(statement.act, 'speech') end
  end)

  on('offsets by bytes or code points name the same text', function()
    local text = support.read(ARTICLE)
    local bytes, points = json({ 'quotes', '--json', '--offsets=bytes', ARTICLE }), json({ 'quotes', '--json', ARTICLE })
    local map = core.codepoints(text)
    for i, statement in ipairs(bytes.attributions) do
      local span = statement.content[1]
      check.equal(points.attributions[i].content[1], { map:point(span[1]), map:point(span[2]) })
      check.truthy(statement.text:find(text:sub(span[1] + 1, span[1] + 5), 1, true), 'text at the place')
    end
  end)

  on('who: by line, and by line and column', function()
    local quotes = json({ 'quotes', '--json', '--offsets=bytes', ARTICLE })
    for i = 1, #quotes.attributions, 5 do
      local statement = quotes.attributions[i]
      local line, column = tostring(statement.line), tostring(statement.column)
      run({ 'who', ARTICLE, line }, 0)
      local here = json({ 'who', '--json', ARTICLE, line, column })
      check.equal(here.line, statement.line)
      check.truthy(#here.attributions == 1, 'one statement at ' .. line .. ':' .. column)
    end
  end)

  on('said: by surname, by case, over several files', function()
    local path = support.file(PLAIN, '.txt')
    local actors = json({ 'quotes', '--json', path }).actors
    if not actors[1] then check.skip('nobody was found') end
    local name = actors[1].name
    local upper = json({ 'said', '--json', name:upper(), path })
    check.equal(upper.actors[1].name, name)
    local twice = json({ 'said', '--json', name, path, path })
    check.equal(twice.actors[1].statements, 2 * upper.actors[1].statements)
    check.match(run({ 'said', name, path, NEWS }, 0), name)
  end)

  on('stats: the rows, and all at the end', function()
    local output = run({ 'stats', ARTICLE, NEWS }, 0)
    check.match(output, '^statements    words   share  actor\n')
    check.match(output, '%d+%s+%d+%s+100%%  all\n$')
    local value = json({ 'stats', '--json', ARTICLE, NEWS })
    check.equal(value.files, { ARTICLE, NEWS })
    check.equal(type(value.total.words), 'number')
  end)

  on('dump prints every stage', function()
    for _, stage in ipairs(core.stages()) do
      local status, output = support.sayso({ 'dump', '--stage=' .. stage, NEWS })
      check.equal({ stage, status }, { stage, output == '' and 1 or 0 })
    end
    check.equal(json({ 'dump', '--json', '--stage', 'tokens', NEWS }).stage, 'tokens')
  end)

  on('standard input, --, and the format by name or option', function()
    local _, output = support.shell('cat ' .. ARTICLE .. ' | ' .. support.COMMAND .. ' quotes -')
    check.match(output, '^%-:%d+:%d+: ')
    run({ 'quotes', '--', ARTICLE }, 0)
    local dashed = 'cp ' .. ARTICLE .. ' build/-x.txt; cd build; ' .. (support.COMMAND:gsub('^build/', './')) .. ' quotes -- -x.txt'
    check.equal((support.shell(dashed .. ' >/dev/null')), 0)
    os.remove('build/-x.txt')
    local copy = support.file(support.read(INTERVIEW), '.txt')
    local by_name = run({ 'dump', '--stage=tokens', INTERVIEW }, 0)
    check.equal(run({ 'dump', '--stage=tokens', '--input-format=markdown', copy }, 0), by_name)
    check.truthy(run({ 'dump', '--stage=tokens', copy }, 0) ~= by_name, 'plain text keeps its markup')
  end)

  on('jsonl reads standard input or a file', function()
    local path = support.file('{"id":1,"text":"x"}\nbad\n')
    check.match(run({ 'jsonl', path }, 0), '^{"id":1,[^\n]+}\n{"error":[^\n]+}\n$')
    local _, output = support.shell(support.COMMAND .. ' jsonl --threads=2 --offsets bytes <' .. path)
    check.match(output, '^{"id":1,')
  end)

  on('control characters of the text are shown', function()
    local path = support.file(PLAIN:gsub('bridge', 'bri\27[31mdge\7'), '.txt')
    for _, words in ipairs({ { 'outline', path }, { 'quotes', path }, { 'who', path, '1' } }) do
      local _, output = support.sayso(words)
      check.truthy(not output:find('[%z\1-\9\11-\31]'), 'no control characters')
    end
    local _, output = support.sayso({ 'quotes', path })
    check.match(output, 'bri\u{FFFD}%[31mdge\u{FFFD}')
    local _, errors = run({ 'outline', '/now\27here' }, 3)
    check.match(errors, '\\x1b')
  end)

  on('text that is no UTF-8 gives valid JSON', function()
    local path = support.file(PLAIN:gsub('bridge', 'bri\255dge'), '.txt')
    local status, output = support.sayso({ 'quotes', '--json', path })
    check.truthy(status < 2, 'status')
    check.truthy(core.json_decode(output), 'JSON')
  end)

  on('colours only on a terminal, never with NO_COLOR', function()
    if support.shell('command -v script >/dev/null') ~= 0 then check.skip('no script(1)') end
    local function coloured(environment, options)
      local command = ('%s %s outline %s %s'):format(environment, support.COMMAND, options, ARTICLE)
      local _, output = support.shell('TERM=xterm script -qec ' .. support.quote(command) .. ' /dev/null </dev/null')
      return output:find('\27[', 1, true) ~= nil
    end
    check.equal(coloured('NO_COLOR= ', ''), true)
    check.equal(coloured('NO_COLOR=1', ''), false)
    check.equal(coloured('NO_COLOR= ', '--no-color'), false)
    check.equal(coloured('NO_COLOR= TERM=dumb', ''), false)
  end)

  on('a reader that goes away is no error', function()
    for _, words in ipairs({ 'outline ' .. ARTICLE, 'dump --stage=tokens ' .. ARTICLE, 'jsonl' }) do
      local lines = support.file(('{"id":1,"text":"x"}\n'):rep(2000))
      local _, _, errors = support.shell(("(trap '' PIPE; %s %s <%s) | true"):format(support.COMMAND, words, lines))
      check.equal(errors, '', words)
    end
  end)

  on('a full disk is 3', function()
    if not support.exists('/dev/full') then check.skip('no /dev/full') end
    local status, _, errors = support.shell(support.COMMAND .. ' outline ' .. ARTICLE .. ' >/dev/full')
    check.equal(status, 3)
    check.match(errors, '^sayso: standard output: [^\n]+\n$')
  end)

  on('through links, from another folder', function()
    local link = support.path()
    os.remove(link)
    local _, here = support.shell('pwd')
    here = here:gsub('\n', '')
    local command = support.COMMAND:sub(1, 1) == '/' and support.COMMAND or here .. '/' .. support.COMMAND
    check.equal((support.shell('ln -s ' .. support.quote(command) .. ' ' .. link)), 0)
    local status, output = support.shell('cd / && ' .. link .. ' --version')
    check.equal(status, 0)
    check.match(output, '^sayso ')
  end)

  on('the same kernel, the same answer', function()
    check.equal(run({ 'quotes', '--kernel=c', ARTICLE }, 0), run({ 'quotes', '--kernel=c', ARTICLE }, 0))
  end)
end
