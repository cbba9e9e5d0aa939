# What became of the planted files, by a corpus's manifest and Winnow's findings.
#
#   awk -f planted_found.awk MANIFEST.tsv STAMPED
#
# STAMPED holds one JSON finding a line, the seconds at which it came and a tab before it
# (bench/measure --stamps). Prints one line of name=value: when the first planted live file
# was found, how many were after 1, 5, 15 and 60 seconds and in the end, of how many; how
# many exact findings of live files are of none (wrong); how many planted deleted files,
# whole and partly left, some finding of any kind lies upon.
#
# A path of a finding is that of the manifest with /volume-N/ before it.

function field(name,    at, text) {
  at = index($0, "\"" name "\":\"")
  if (at == 0) return ""
  text = substr($0, at + length(name) + 4)
  return substr(text, 1, index(text, "\"") - 1)
}

# Counts a deleted file as met when a run of the finding, [OFFSET,LENGTH], touches one of
# its extents, OFFSET+LENGTH.
function meet_deleted(    at, text, count, runs, i, run, file) {
  at = index($0, "\"runs\":[[")
  if (at == 0) return
  text = substr($0, at + 9)
  text = substr(text, 1, index(text, "]]") - 1)
  count = split(text, runs, /\],\[/)
  for (i = 1; i <= count; i++) {
    split(runs[i], run, ",")
    for (file in deleted) {
      if (!(file in met) && touches(extents[file], run[1] + 0, run[2] + 0)) met[file] = 1
    }
  }
}

function touches(list, offset, bytes,    count, parts, i, extent) {
  count = split(list, parts, ",")
  for (i = 1; i <= count; i++) {
    split(parts[i], extent, "+")
    if (offset < extent[1] + extent[2] && extent[1] + 0 < offset + bytes) return 1
  }
  return 0
}

BEGIN { FS = "\t"; first = -1 }

FNR == NR {
  if ($8 != "known") next
  if ($4 == "live") {
    live[$1] = 1
    wanted++
  } else {
    deleted[$1] = $4
    extents[$1] = $9
  }
  next
}

index($0, "\"kind\":\"") == 0 { next }
index($0, "\"event\":\"") != 0 && index($0, "\"event\":\"finding\"") == 0 { next }

{
  path = field("path")
  sub(/^\/volume-[0-9]+\//, "", path)
  if (field("kind") != "exact" || index($0, "\"allocated\":true") == 0) {
    meet_deleted()
  } else if (!(path in live)) {
    wrong++
  } else if (!(path in seen)) {
    seen[path] = 1
    found++
    if (first < 0) first = $1
    if ($1 <= 1) within1++
    if ($1 <= 5) within5++
    if ($1 <= 15) within15++
    if ($1 <= 60) within60++
  }
}

END {
  for (file in deleted) {
    if (deleted[file] == "partly") partly++; else whole++
    if (file in met) {
      if (deleted[file] == "partly") partly_met++; else whole_met++
    }
  }
  printf "first=%s at1=%d at5=%d at15=%d at60=%d found=%d wanted=%d wrong=%d", \
    first < 0 ? "-" : first, within1, within5, within15, within60, found, wanted, wrong
  printf " whole=%d of_whole=%d partly=%d of_partly=%d\n", \
    whole_met, whole, partly_met, partly
}
