-- A library built for the other Lua must refuse to load, cleanly and with a reason.
return function(test, check)
  local other = _VERSION == 'Lua 5.1' and 'build/lua5.4/sayso/core.so' or 'lua/sayso/core.so'

  local function exists(path)
    local file = io.open(path, 'rb')
    return file and file:close()
  end

  test('the other build does not load here', function()
    if not exists(other) then check.skip(other .. ' is not built') end
    local loader, message = package.loadlib('./' .. other, 'luaopen_sayso_core')
    check.equal(loader, nil)
    check.match(message, 'undefined symbol')
  end)

  local function load_with(module)
    local kept, kept_native = package.loaded['sayso.core'], package.loaded['sayso.native']
    package.loaded['sayso.core'], package.loaded['sayso.native'] = nil, nil
    package.preload['sayso.core'] = function()
      if type(module) == 'string' then error(module, 0) end
      return module
    end
    local core, message = require('sayso.native').load()
    package.preload['sayso.core'] = nil
    package.loaded['sayso.core'], package.loaded['sayso.native'] = kept, kept_native
    return core, message
  end

  test('native says what to do', function()
    local core, message = load_with("error loading module 'sayso.core': core.so: undefined symbol: luaL_register")
    check.equal(core, nil)
    check.match(message, 'built for another Lua.*luaL_register.*make')
    check.match(select(2, load_with("module 'sayso.core' not found:\n\tno file")), 'run make')
    check.match(select(2, load_with({ lua_abi = '5.3', abi = 1 })), 'built for Lua 5.3')
    check.match(select(2, load_with({ lua_abi = _VERSION:match('%d+%.%d+'), abi = 999 })), 'interface 999')
  end)
end
