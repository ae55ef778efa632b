-- What Neovim 0.11 and later read for `vim.lsp.enable('rubric')`; your own `vim.lsp.config('rubric', {...})` goes on top.
return require('rubric.config').defaults()
