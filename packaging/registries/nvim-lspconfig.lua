---@brief
---
--- https://github.com/rubric-ls/rubric
---
--- A language server for content repositories: Markdown posts whose front matter is the database of a site.
--- `npm install --global rubric-ls`, or `cargo install --locked rubric-ls`.

---@type vim.lsp.Config
return {
  cmd = { 'rubric', 'lsp' },
  filetypes = { 'markdown' },
  root_markers = { 'rubric.yaml', '.git' },
}
