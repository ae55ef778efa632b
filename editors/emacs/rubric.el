;;; rubric.el --- The Rubric language server for eglot  -*- lexical-binding: t -*-

;; Goes into your init file. Then `M-x eglot' in a post, or:
;;   (add-hook 'markdown-mode-hook #'eglot-ensure)

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '((markdown-mode markdown-ts-mode gfm-mode) . ("rubric" "lsp"))))

;;; rubric.el ends here
