-- What the plugin adds to a running Neovim: completion while typing, the outline's key, and the command `:Rubric`.
-- Which buffers have a server is for `vim.lsp.enable('rubric')` or `require('rubric').setup()` to say.
if vim.g.loaded_rubric then
  return
end
vim.g.loaded_rubric = true

local function on_attach(event)
  local client = vim.lsp.get_client_by_id(event.data.client_id)
  if client and client.name == 'rubric' then
    require('rubric.attach').attach(client, event.buf)
  end
end

if vim.fn.exists('##LspAttach') == 1 then -- since 0.8; before, `setup()` sees to it
  local group = vim.api.nvim_create_augroup('rubric.attach', { clear = true })
  vim.api.nvim_create_autocmd('LspAttach', { group = group, callback = on_attach })
end

vim.api.nvim_create_user_command('Rubric', function(call)
  require('rubric.commands').run(call.args)
end, {
  nargs = '+',
  desc = 'Rubric: explain, fix, merge, move, rename, restart, terms',
  complete = function(typed, line, column)
    return require('rubric.commands').complete(typed, line:sub(1, column))
  end,
})
