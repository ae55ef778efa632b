-- A Neovim under the control of another one, by the keys that a person would type.
--
-- The walk runs in the newest Neovim; the one under test, of any version, is its child, with the plugin from the checkout
-- and nothing else. Waiting happens here, so the child is never blocked.
local M = {}

local child

-- Runs Lua in the Neovim under test and returns its value.
function M.lua(code, ...)
  return vim.rpcrequest(child, 'nvim_exec_lua', code, { ... })
end

function M.keys(keys)
  vim.rpcrequest(child, 'nvim_input', keys)
end

-- Waits until Lua code in the child gives something that `accept` takes (anything but nil and false without one).
function M.wait(what, code, accept)
  accept = accept or function(value)
    return value and value ~= vim.NIL
  end
  local value
  local function arrived()
    value = M.lua(code)
    return accept(value)
  end
  if not vim.wait(60000, arrived, 30) then
    error(('waited in vain for %s; last seen: %s'):format(what, vim.inspect(value)), 2)
  end
  return value
end

-- The child's pickers and prompts, in the place where authors put theirs: a question is kept until it is answered. The ones
-- that Neovim comes with block it, and then it cannot be asked whether it has asked yet.
local QUESTIONS = [[
  questions = {}
  vim.ui.select = function(items, options, on_choice)
    local shown = vim.tbl_map(options.format_item or tostring, items)
    table.insert(questions, { prompt = options.prompt or '', shown = shown, answer = function(index)
      on_choice(items[index], index)
    end })
  end
  vim.ui.input = function(options, on_confirm)
    table.insert(questions, { prompt = options.prompt or '', shown = {}, answer = on_confirm })
  end
]]

-- Waits for a question with `prompt` in it and answers it: by the number of a choice, or by a text. Returns the choices.
function M.answer(prompt, answer)
  local asked = M.wait('the question ' .. prompt, [[
    return questions[1] and { questions[1].prompt, questions[1].shown }
  ]])
  assert(asked[1]:find(prompt, 1, true), ('asked "%s" instead of "%s"'):format(asked[1], prompt))
  M.lua('table.remove(questions, 1).answer(...)', answer)
  return asked[2]
end

function M.line()
  return M.lua('return vim.api.nvim_get_current_line()')
end

-- Puts the cursor on the line that begins with `text` (an exact beginning, no pattern).
function M.go_to(text)
  local found = M.lua([[
    for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
      if vim.startswith(line, ...) then
        vim.api.nvim_win_set_cursor(0, { number, 0 })
        return true
      end
    end
  ]], text)
  assert(found == true, 'no line begins with ' .. text)
end

function M.expect(what, actual, expected)
  if not vim.deep_equal(actual, expected) then
    error(('%s: expected %s, got %s'):format(what, vim.inspect(expected), vim.inspect(actual)), 2)
  end
end

function M.start(program, init, file)
  vim.env.VIMRUNTIME = nil -- or it would run with the files of this Neovim
  -- `-n`: no swap file; `--clean`: nobody's configuration.
  child = vim.fn.jobstart({ program, '--embed', '--headless', '--clean', '-n', '-u', init, file }, { rpc = true })
  assert(child > 0, 'cannot start ' .. program)
  M.lua(QUESTIONS)
end

function M.stop()
  vim.rpcnotify(child, 'nvim_command', 'qall!')
  if vim.fn.jobwait({ child }, 10000)[1] == -1 then
    vim.fn.jobstop(child)
    error('Neovim did not quit within 10 seconds')
  end
end

return M
