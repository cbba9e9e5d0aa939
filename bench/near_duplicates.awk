# near_duplicates.awk list findings.jsonl: the table of near_duplicates.sh.
function field(name,   at, rest) {
  at = index($0, "\"" name "\":")
  if (at == 0) return ""
  rest = substr($0, at + length(name) + 3)
  if (substr(rest, 1, 1) == "\"") {
    rest = substr(rest, 2)
    return substr(rest, 1, index(rest, "\"") - 1)
  }
  match(rest, /^[0-9]+/)
  return substr(rest, 1, RLENGTH)
}
FILENAME == "list" {
  split($0, parts, "__"); edit = parts[2]; sub(/\.[a-z]+$/, "", edit)
  expected[edit]++; if (!(edit in order)) { order[edit] = ++edits; named[edits] = edit }
  next
}
{
  path = field("path"); sub(/^.*\//, "", path); split(path, parts, "__")
  edit = parts[2]; sub(/\.[a-z]+$/, "", edit)
  if (field("label") != parts[1]) { wrong++; print "wrong: " path " is called near to " field("label"); next }
  distance = field("distance"); if (distance == "") distance = 0
  if (++found[edit] == 1) list[edit] = distance
  else list[edit] = list[edit] " " distance
}
END {
  printf "%-32s %8s %8s   distances: least, median, greatest\n", "edit", "expected", "found"
  for (i = 1; i <= edits; i++) {
    edit = named[i]; n = split(list[edit], values, " ")
    for (a = 2; a <= n; a++)
      for (b = a; b > 1 && values[b - 1] + 0 > values[b] + 0; b--) { t = values[b]; values[b] = values[b - 1]; values[b - 1] = t }
    printf "%-32s %8d %8d   ", edit, expected[edit], found[edit]
    if (n > 0) printf "%d, %d, %d\n", values[1], values[int((n + 1) / 2)], values[n]
    else print "-"
  }
  printf "matches of pictures that do not come from each other: %d\n", wrong
}
