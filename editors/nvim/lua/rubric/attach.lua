-- What a buffer gets when a server begins to serve it.
local M = {}

-- The table of contents that Neovim's own Markdown plugin maps `gO` to knows no front matter.
local function is_runtimes(mapping)
  return mapping.desc == 'Show an Outline of the current buffer'
end

-- `gO` lists the fields and the headings, unless the author has mapped it.
local function map_outline(buffer)
  vim.api.nvim_buf_call(buffer, function()
    local mapping = vim.fn.maparg('gO', 'n', false, true)
    if vim.tbl_isempty(mapping) or is_runtimes(mapping) then
      local outline = '<Cmd>lua vim.lsp.buf.document_symbol()<CR>'
      vim.api.nvim_buf_set_keymap(buffer, 'n', 'gO', outline, { noremap = true, desc = 'Fields and headings (Rubric)' })
    end
  end)
end

-- Findings of closed posts are only sent to those who ask for them; Neovim itself asks again after a change.
local asked = {}
local function ask_for_all_findings(client)
  if not vim.lsp.buf.workspace_diagnostics then -- before 0.12
    return
  end
  local provider = client.server_capabilities.diagnosticProvider
  if provider and provider.workspaceDiagnostics and not asked[client.id] then
    asked[client.id] = true
    vim.lsp.buf.workspace_diagnostics({ client_id = client.id })
  end
end

function M.attach(client, buffer)
  ask_for_all_findings(client)
  if vim.g.rubric_outline ~= false then
    map_outline(buffer)
  end
  if vim.lsp.completion and vim.g.rubric_autocomplete ~= false then
    require('rubric.completion').enable(client, buffer)
  end
end

return M
