#!/usr/bin/env python3
"""Manual page and bash completion of a program, out of the table that it prints for --option-table.

Usage: manual.py PROGRAM FOLDER; writes FOLDER/man1/NAME.1 and FOLDER/completions/NAME.
"""
import json
import re
import subprocess
import sys
from pathlib import Path


def commands_below(command, path):
    """The command and all below it, each with its whole name."""
    yield path, command
    for below in command["commands"]:
        yield from commands_below(below, f"{path} {below['name']}")


# ---- manual page, man(7) -----------------------------------------------------------------------------------------------

def roff(text):
    """Text as troff takes it: no line of it is a request."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line.startswith((".", "'")) else line for line in text.split("\n"))


def as_it_is(text):
    return [".nf", roff(text.strip("\n")), ".fi"]


def option_lines(option):
    names = option["names"] or [option["positional"]]
    words = ", ".join(f"\\fB{roff(name)}\\fR" for name in names)
    if option["names"] and option["choices"]:
        words += " " + roff("|".join(option["choices"]))
    elif option["names"] and option["type"]:
        words += f" \\fI{roff(option['type'])}\\fR"
    said = " ".join(option["help"].split())
    if option["default"]:
        said += f" (default: {option['default']})"
    if option["required"]:
        said += " (must be given)"
    return [".TP", words, roff(said)]


def synopsis(path, command):
    words = [f"\\fB{roff(path)}\\fR"]
    if any(option["names"] for option in command["options"]):
        words.append("[\\fIoptions\\fR]")
    words += [f"\\fI{roff(o['positional'])}\\fR" for o in command["options"] if not o["names"]]
    if command["commands"]:
        words.append("\\fIcommand\\fR …")
    return " ".join(words)


def page(table):
    name = table["name"]
    first, _, rest = table["about"].partition("\n")
    lines = [f".TH {name.upper()} 1 \"\" \"Dalian Twin {table['version']}\" \"User Commands\"", ".SH NAME",
             f"{roff(name)} \\- {roff(re.split(r'[:;,.](?: |$)', first)[0])}", ".SH SYNOPSIS", synopsis(name, table), ".SH DESCRIPTION"]
    lines += as_it_is(first + "\n" + rest) + [".SH OPTIONS"]
    for option in table["options"]:
        lines += option_lines(option)
    if table["commands"]:
        lines.append(".SH COMMANDS")
    for path, command in list(commands_below(table, name))[1:]:
        lines += [f".SS {roff(path)}", roff(command["about"]), ".PP", synopsis(path, command)]
        for option in command["options"]:
            lines += option_lines(option)
        if command["footer"]:
            lines += [".PP"] + as_it_is(command["footer"])
    if table["footer"]:
        lines += [".SH NOTES"] + as_it_is(table["footer"])
    lines += [".SH EXIT STATUS", "0 done, 1 failed (one line says why), 2 wrong usage."]
    return "\n".join(lines) + "\n"


# ---- bash completion ---------------------------------------------------------------------------------------------------

def cases(entries):
    return "\n".join(f"    {pattern}) words='{' '.join(words)}' ;;" for pattern, words in entries)


def completion(table):
    """A function that walks the words to the command meant, then offers its options, commands, or an option's choices."""
    name = table["name"]
    offered, chosen, deeper = [], [], []
    for path, command in commands_below(table, name):
        names = [n for o in command["options"] for n in o["names"] if n.startswith("--")]
        offered.append((f"'{path}'", [c["name"] for c in command["commands"]] + names))
        deeper += [f"'{path} {c['name']}'" for c in command["commands"]]
        for option in command["options"]:
            chosen += [(f"'{path} {n}'", option["choices"]) for n in option["names"] if option["choices"]]
            chosen += [(f"'{path} {n}'", ["*"]) for n in option["names"] if option["type"] and not option["choices"]]
    walk = f"    case \"$path $word\" in {' | '.join(deeper)}) path=\"$path $word\" ;; esac\n" if deeper else "    :\n"
    return f"""# Completion of {name} for bash, made of its own table of options.
_{name}() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} path={name} word words=
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
{walk}  done
  case "$path $before" in
{cases(chosen)}
  esac
  [ "$words" = '*' ] && {{ compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$current"); return; }}
  [ -n "$words" ] || case "$path" in
{cases(offered)}
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
  [ ${{#COMPREPLY[@]}} -gt 0 ] || mapfile -t COMPREPLY < <(compgen -f -- "$current")
}}
complete -F _{name} {name}
"""


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: manual.py PROGRAM FOLDER")
    told = subprocess.run([sys.argv[1], "--option-table"], check=True, stdout=subprocess.PIPE, text=True).stdout
    table, folder = json.loads(told), Path(sys.argv[2])
    for name, text in ((f"man1/{table['name']}.1", page(table)), (f"completions/{table['name']}", completion(table))):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
