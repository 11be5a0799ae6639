-- The option `actors`: the user's own list as a table or a file, and what is said of a wrong one.
local TEXT = '“We will see,” Tony Hale said.\n\n“It is done,” Hale added.\n'
local tests = {}
local function add(name, fn, before)
  tests[#tests + 1] = { name, fn, { text = TEXT, name = 'text.md', since = 7, before = { before } } }
end

local function first_name(child)
  child:ready()
  return child:lua("local actor = require('sayso').actors(0)[1] return actor and actor.name")
end

add('a table of lines and tables', function(child, check)
  check.equal(first_name(child), 'Antony Hale')
end, [[lua vim.g.sayso = { actors = { 'Nobody', { name = 'Antony Hale', aliases = { 'Tony', 'Hale' }, kind = 'person' } } }]])

add('a file', function(child, check)
  child:ready()
  local path = child.write('actors.txt', '# mine\nAntony Hale\n')
  child:lua("require('sayso.config').set('actors', ...)", path)
  child:cmd('Sayso detach')
  child:cmd('Sayso attach')
  check.equal(first_name(child), 'Antony Hale')
end)

add('a wrong list is told of; the text is read without it', function(child, check)
  check.equal(first_name(child), 'Tony Hale')
  check.match(child:messages(), 'option actors, entry 2: "the boss" stands for two actors: in line 1 and in line 2')
end, [[lua vim.g.sayso = { actors = { 'Antony Hale | the boss', 'Anna Bell | the boss' } }]])

add('a file that is not there', function(child, check)
  check.equal(first_name(child), 'Tony Hale')
  check.match(child:messages(), 'nowhere.txt: No such file')
end, [[lua vim.g.sayso = { actors = '/nowhere.txt' }]])

return tests
