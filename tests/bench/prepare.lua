-- lua5.4 tests/bench/prepare.lua OUT [FILE.jsonl]
-- In: documents, one JSON object a line; without a file the own texts, each many times. Out: OUT with `id` and `text` alone, so that
-- no gold is parsed; on standard output the number of words (the scorers' count) and of documents.
package.cpath = 'build/lua5.4/?.so;' .. package.cpath
local core = require('sayso.core')
local out = assert(io.open(arg[1], 'wb'))
local words, documents = 0, 0

local function add(text)
  documents = documents + 1
  words = words + core.words(text)
  assert(out:write(core.json_encode({ id = documents, text = text }), '\n'))
end

if arg[2] then
  for line in io.lines(arg[2]) do add(core.json_decode(line).text) end
else
  for _ = 1, 40 do
    for _, name in ipairs({ 'article.txt', 'news.txt', 'release.txt', 'fiction.txt' }) do
      local file = assert(io.open('tests/data/' .. name, 'rb'))
      add(file:read('a'))
      file:close()
    end
  end
end
out:close()
print(words, documents)
