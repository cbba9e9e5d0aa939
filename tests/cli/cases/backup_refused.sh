# What is never done: overwriting, half a backup, a case of a damaged backup.
. "$HELPERS"
exhibit usb.raw 'files 300'
list list.txt 3
winnow scan usb.raw --hashset list.txt --case case >/dev/null 2>&1
attempt() {
  "$@" >/dev/null
  echo "exit status $?"
}
# A disk that fills up: nothing is left, and the log says so.
(ulimit -f 8; attempt winnow backup --case case --out copy)
ls -d copy* 2>/dev/null
tail -1 case/audit.jsonl | grep -o '"event":"backup_failed","object":"copy"'
attempt winnow backup --case case --out copy
attempt winnow backup --case case --out copy
attempt winnow backup --case case --out case/copy
attempt winnow backup --case nowhere --out other
attempt winnow restore --from copy --case case
attempt winnow restore --from case --case again
damage() {
  rm -rf bad
  cp -r copy bad
}
damage && printf x >>bad/audit.jsonl
attempt winnow restore --from bad --case again
damage && rm bad/case.json
attempt winnow restore --from bad --case again
damage && echo more >bad/journal/more.wj
attempt winnow restore --from bad --case again
damage && ln -s ../copy/case.json bad/link.json
attempt winnow restore --from bad --case again
damage && sed -i 's/  case.json/  ..\/case.json/' bad/manifest.sha256
attempt winnow restore --from bad --case again
damage && sed -i '1s/^./g/' bad/manifest.sha256
attempt winnow restore --from bad --case again
damage && echo '{"winnow_case": 7}' >bad/case.json && (cd bad && sha256sum case.json >line &&
  sed -i '/  case.json/d' manifest.sha256 && cat line >>manifest.sha256 && rm line &&
  sort -k2 -o manifest.sha256 manifest.sha256)
attempt winnow restore --from bad --case again
(ulimit -f 8; attempt winnow restore --from copy --case again)
ls -d again* 2>/dev/null
mkdir again.part
attempt winnow restore --from copy --case again
rmdir again.part
attempt winnow restore --from copy --case again
