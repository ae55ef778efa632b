-- The subcommands of `:Rubric`, one entry each.
local M = {}

local is_0_11 = vim.fn.has('nvim-0.11') == 1

local function clients()
  local all = (vim.lsp.get_clients or vim.lsp.get_active_clients)() -- the latter before 0.10
  return vim.tbl_filter(function(client)
    return client.name == 'rubric'
  end, all)
end

local function stop(client)
  if is_0_11 then
    client:stop()
  else
    client.stop() -- it was no method yet
  end
end

-- Only the autocommands that start servers, so that the file type's own settings are left alone.
local function attach_again(buffer)
  local group = is_0_11 and 'nvim.lsp.enable' or 'rubric.enable'
  vim.api.nvim_buf_call(buffer, function()
    vim.cmd('doautocmd <nomodeline> ' .. group .. ' FileType ' .. vim.bo.filetype)
  end)
end

local subcommands = {}

-- Everything in this post that the server mends without asking.
function subcommands.fix()
  local context = { only = { 'source.fixAll.rubric' }, diagnostics = {} }
  vim.lsp.buf.code_action({ context = context, apply = true })
end

function subcommands.restart()
  local buffers = {}
  for _, client in ipairs(clients()) do
    for _, buffer in ipairs(vim.lsp.get_buffers_by_client_id(client.id)) do
      buffers[buffer] = true
    end
    stop(client)
  end
  local function all_gone()
    return #clients() == 0
  end
  if not vim.wait(3000, all_gone, 20) then
    vim.notify('Rubric: the server did not stop within 3 seconds', vim.log.levels.WARN)
  end
  for buffer in pairs(buffers) do
    attach_again(buffer)
  end
end

function M.run(name)
  local subcommand = subcommands[name]
  if not subcommand then
    vim.notify(('Rubric: no command "%s"; there are fix and restart'):format(name), vim.log.levels.ERROR)
    return
  end
  subcommand()
end

function M.complete(typed)
  local names = vim.tbl_filter(function(name)
    return vim.startswith(name, typed)
  end, vim.tbl_keys(subcommands))
  table.sort(names)
  return names
end

return M
