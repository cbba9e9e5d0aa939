# What nobody can see is told, behind the event that it was to be seen.
. "$HELPERS"
look() {
  winnow glimpse --exhibit "$1" --item 0 --out "$1.pgm" --operator 'R. Reviewer' \
    --reason 'to see' >shown
  local code=$?
  grep -v '^Audit log' shown
  echo "exit status $code"
}
list list.txt 1
for how in unseen die large damaged; do
  exhibit "$how.raw" 'files 1' "glimpse-$how"
  winnow scan "$how.raw" --hashset list.txt --no-indications >/dev/null 2>&1
done
winnow people --grant 'A. Admin' administrator --operator 'A. Admin' >/dev/null
winnow people --grant 'R. Reviewer' reviewer --operator 'A. Admin' >/dev/null
for how in unseen die large damaged; do look "$how.raw"; done
ls ./*.pgm
grep -o '"event":"\(viewed\|view_failed\|refused\)","object":"[^"]*","outcome":"[^"]*"' \
  winnow-case/audit.jsonl
grep -o '"why":"[^"]*"' winnow-case/audit.jsonl
