-- The running servers, in every Neovim since 0.7, and the questions that only they can answer.
local M = {}

local is_0_11 = vim.fn.has('nvim-0.11') == 1

function M.say(message, level)
  vim.notify('Rubric: ' .. message, level or vim.log.levels.INFO)
end

function M.clients()
  local all = (vim.lsp.get_clients or vim.lsp.get_active_clients)() -- the latter before 0.10
  return vim.tbl_filter(function(client)
    return client.name == 'rubric'
  end, all)
end

-- The one that serves this buffer; where none does, any: its posts are what is meant.
function M.client()
  local all = M.clients()
  for _, client in ipairs(all) do
    if vim.lsp.buf_is_attached(0, client.id) then
      return client
    end
  end
  return all[1]
end

function M.stop(client)
  if is_0_11 then
    client:stop()
  else
    client.stop() -- it was no method yet
  end
end

function M.request(client, method, params, on_answer)
  if is_0_11 then
    client:request(method, params, on_answer)
  else
    client.request(method, params, on_answer)
  end
end

function M.notify(client, method, params)
  if is_0_11 then
    client:notify(method, params)
  else
    client.notify(method, params)
  end
end

-- Runs a command of the server, with the place that it is about added to its argument. `on_result` gets the result and the
-- client; what goes wrong is told.
function M.ask(command, argument, on_result)
  local client = M.client()
  if not client then
    M.say('no server runs; see :checkhealth rubric', vim.log.levels.ERROR)
    return
  end
  local file = vim.api.nvim_buf_get_name(0)
  local is_served = vim.lsp.buf_is_attached(0, client.id) and file ~= ''
  argument.at = vim.uri_from_fname(is_served and file or client.config.root_dir or vim.fn.getcwd())
  M.request(client, 'workspace/executeCommand', { command = command, arguments = { argument } }, function(err, result)
    if err then
      M.say(err.message, vim.log.levels.ERROR)
    else
      on_result(result ~= vim.NIL and result or nil, client)
    end
  end)
end

return M
