;;; walk.el --- A person writes a post in Emacs with eglot  -*- lexical-binding: t -*-
;; emacs -Q --batch -l SNIPPET -l walk.el POST, with `rubric' in PATH; POST is a copy of ../draft.md among the seeds.

(require 'eglot)
(require 'flymake)
(require 'imenu)

;; The mode that everybody has is not part of Emacs; to eglot only its name matters.
(define-derived-mode markdown-mode text-mode "Markdown")
(add-to-list 'auto-mode-alist '("\\.md\\'" . markdown-mode))
(setq eglot-sync-connect t
      make-backup-files nil)

(defun walk-wait (what get accept)
  "Call GET until ACCEPT takes its value, and return that; WHAT is for the message when it never comes."
  (let ((end (+ (float-time) 30)) value)
    (while (not (funcall accept (setq value (funcall get))))
      (when (> (float-time) end)
        (error "Waited in vain for %s; last seen: %S" what value))
      (accept-process-output nil 0.05))
    value))

(defun walk-expect (what actual expected)
  (unless (equal actual expected)
    (error "%s: expected %S, got %S" what expected actual)))

(defun walk-findings ()
  "The lines with findings, as flymake shows them."
  (flymake-start)
  (mapcar (lambda (it) (line-number-at-pos (flymake-diagnostic-beg it))) (flymake-diagnostics)))

(defun walk-check-finding ()
  "The second `llm' is the only finding of the draft, and goes with it."
  (goto-char (point-min))
  (search-forward "- llm" nil nil 2)
  (let ((line (line-number-at-pos)))
    (walk-wait "the finding" #'walk-findings (lambda (them) (equal them (list line)))))
  (delete-region (line-beginning-position) (line-beginning-position 2))
  (save-buffer) ; eglot sends changes when Emacs is idle, which it never is in batch mode, or now
  (walk-wait "the finding to go" #'walk-findings #'null))

(defun walk-candidates ()
  "What `completion-at-point' would offer now: (BEGINNING END CANDIDATES EXIT-FUNCTION)."
  (pcase (run-hook-with-args-until-success 'completion-at-point-functions)
    (`(,beginning ,end ,table . ,properties)
     (list beginning end
           (let ((completion-styles '(basic)))
             (all-completions (buffer-substring beginning end) table (plist-get properties :predicate)))
           (plist-get properties :exit-function)))))

(defun walk-complete (after typed expected)
  "On a line of its own below AFTER, write TYPED, and take EXPECTED from the list as a completion front end does."
  (goto-char (point-min))
  (search-forward after)
  (insert "\n  - " typed)
  (pcase-let* ((offered (lambda (found) (member expected (mapcar #'substring-no-properties (nth 2 found)))))
               (`(,beginning ,end ,candidates ,exit) (walk-wait expected #'walk-candidates offered))
               (candidate (seq-find (lambda (it) (string= it expected)) candidates)))
    (delete-region beginning end)
    (insert candidate)
    (funcall exit candidate 'finished))
  (walk-expect "the line" (buffer-substring (line-beginning-position) (line-end-position)) (concat "  - " expected)))

(defun walk-check-outline ()
  (let ((names (flatten-tree (walk-names (funcall imenu-create-index-function)))))
    (dolist (name '("title" "people" "status" "第一节：引子 🎉" "第二节"))
      (unless (member name names)
        (error "No %s in the outline: %S" name names)))))

(defun walk-names (index)
  (mapcar (lambda (it) (cons (substring-no-properties (car it)) (and (consp (cdr it)) (walk-names (cdr it))))) index))

(defun walk-open (file)
  "Visit FILE, and wait until eglot manages it, as the snippet tells it to."
  (find-file file)
  (run-hooks 'post-command-hook) ; eglot connects after the command, and batch mode has none
  (unless (eglot-managed-p) (error "Eglot does not manage %s" file))
  (flymake-mode 1))

(defun walk-check-config ()
  "A slip in a key of rubric.yaml is a finding, by the same server."
  (let ((server (eglot-current-server)))
    (walk-open "../rubric.yaml")
    (walk-expect "the server of rubric.yaml" (eglot-current-server) server))
  (goto-char (point-max))
  (insert "feilds: {}\n")
  (save-buffer)
  (let ((line (1- (line-number-at-pos))))
    (walk-wait "the finding in rubric.yaml" #'walk-findings (lambda (them) (equal them (list line))))))

(walk-open (pop command-line-args-left))
(walk-check-finding)
(walk-check-outline)
(walk-complete "- 苏晚舟" "Ho" "Margaret Holloway")
(walk-complete "- 苏晚舟" "陈" "陈思远")
(walk-complete "- retrieval" "di" "digital-garden")
(save-buffer)
(walk-check-config)
(eglot-shutdown (eglot-current-server))
(message "Emacs %s" emacs-version)
