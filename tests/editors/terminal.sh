# A terminal with a program in it, driven by keys and read as a screen. Sourced by the walks that need one.
#
# Everything a person sees is text here, so waiting is waiting for a text to be on the screen, or to be gone.

terminal() {
    tmux -L "rubric-$$" -f /dev/null "$@"
}

trap 'terminal kill-server 2>/dev/null || true' EXIT

# open_terminal COMMAND...: 100 columns by 40 lines, in UTF-8 and 24-bit colour.
open_terminal() {
    LC_ALL=C.UTF-8 COLORTERM=truecolor terminal -u new-session -d -x 100 -y 40 "$@"
}

screen() {
    terminal capture-pane -p
}

keys() {
    terminal send-keys "$@"
}

# type_text TEXT: literally, and slowly enough that the program sees keys and not a paste.
type_text() {
    local i
    for ((i = 0; i < ${#1}; i++)); do
        terminal send-keys -l -- "${1:i:1}"
        sleep 0.05
    done
}

# until_seen TEXT...: waits until all of them are on the screen at once.
until_seen() {
    local text seen
    for _ in {1..300}; do
        seen=yes
        for text in "$@"; do
            screen | grep -qF -- "$text" || seen=
        done
        [ "$seen" ] && return
        sleep 0.1
    done
    echo "Waited in vain for the screen to show: $*"
    screen
    return 1
}

until_gone() {
    for _ in {1..300}; do
        screen | grep -qF -- "$1" || return 0
        sleep 0.1
    done
    echo "Waited in vain for this to go from the screen: $1"
    screen
    return 1
}

# until_written FILE LINE: waits until FILE has exactly this LINE.
until_written() {
    for _ in {1..50}; do
        grep -qxF -- "$2" "$1" && return
        sleep 0.1
    done
    echo "Waited in vain for the line in $1: $2"
    sed -n 1,40p "$1"
    screen
    return 1
}

# until_closed: waits until the program has ended by itself, and its terminal with it.
until_closed() {
    for _ in {1..100}; do
        terminal has-session 2>/dev/null || return 0
        sleep 0.1
    done
    echo "The program does not end."
    screen
    return 1
}
