# bash completion for tallyctl(1): verbs, options, their values and rules, all from what tallyctl itself prints.
_tallyctl()
{
    local program=$1 word=$2 before=$3 verb= i
    for ((i = 1; i < COMP_CWORD; i++)); do
        [[ ${COMP_WORDS[i]} == -* ]] || { verb=${COMP_WORDS[i]}; break; }
    done
    if [[ -z $verb || $verb == help ]]; then
        COMPREPLY=($(compgen -W "$("$program" help 2>/dev/null | sed -n 's/^  \([a-z]*\)  .*/\1/p') help" -- "$word"))
        return
    fi
    local help values
    help=$("$program" help "$verb" 2>/dev/null)
    values=$(sed -n "s/^  ${before//[^a-z-]/} \([a-z0-9|]*\|[A-Z:=]*\)  .*/\1/p" <<<"$help")
    case $values in
    *"|"*) COMPREPLY=($(compgen -W "${values//|/ }" -- "$word")) ;;
    RULE*) COMPREPLY=($(compgen -W "$("$program" rules 2>/dev/null | cut -d' ' -f1)" -- "$word")) ;;
    DIR) COMPREPLY=($(compgen -d -- "$word")) ;;
    N | SECONDS) COMPREPLY=() ;;
    *)
        if [[ $word == -* ]]; then
            COMPREPLY=($(compgen -W "$(sed -n 's/^  \(--*[a-z]*\).*/\1/p' <<<"$help")" -- "$word"))
        elif [[ $verb == test || $verb == rules ]]; then
            COMPREPLY=($(compgen -W "$("$program" rules 2>/dev/null | cut -d' ' -f1)" -- "$word"))
        else
            local IFS=$'\n'
            COMPREPLY=($(compgen -f -- "$word"))
        fi
        ;;
    esac
}
complete -o filenames -F _tallyctl tallyctl
