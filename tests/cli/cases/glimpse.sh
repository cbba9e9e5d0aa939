# A picture is seen by a reviewer alone, blurred, for a stated reason, and never without
# an event before it.
. "$HELPERS"
glimpse() {
  winnow glimpse "$@" >shown
  local code=$?
  cat shown
  [ $code = 0 ] || echo "exit status $code"
}
look() {
  glimpse --exhibit usb.raw --operator 'R. Reviewer' --reason 'is it what it seems' "$@"
}
list list.txt 1
exhibit usb.raw 'files 3'
winnow scan usb.raw --hashset list.txt --no-indications >/dev/null 2>&1
winnow findings --json | grep -o '"item":"[^"]*"'
echo '--- refused'
look --item 1 --out a.pgm
winnow people --grant 'A. Admin' administrator --operator 'A. Admin' >/dev/null
winnow people --grant 'R. Reviewer' reviewer --operator 'A. Admin' >/dev/null
winnow people --grant 'S. Supervisor' supervisor --operator 'A. Admin' >/dev/null
winnow people --grant 'U. Auditor' auditor --operator 'A. Admin' >/dev/null
winnow people --grant 'E. Examiner' examiner --operator 'A. Admin' >/dev/null
for name in 'O. Operator' 'E. Examiner' 'U. Auditor' 'A. Admin' ''; do
  glimpse --exhibit usb.raw --item 1 --out a.pgm --operator "$name" --reason 'to see'
done
glimpse --exhibit usb.raw --item 1 --out a.pgm --operator 'R. Reviewer'
glimpse --exhibit usb.raw --item 1 --out a.pgm --operator 'R. Reviewer' --reason ' '
echo '--- no such thing'
look --item 9 --out a.pgm
look --item 1/1 --out a.pgm
look --item one --out a.pgm
look --out a.pgm
look --item 1
glimpse --exhibit phone --item 1 --out a.pgm --operator 'R. Reviewer' --reason 'to see'
winnow intake phone --holder suspect --operator 'O. Operator' >/dev/null
glimpse --exhibit phone --item 1 --out a.pgm --operator 'R. Reviewer' --reason 'to see'
ls ./*.pgm 2>/dev/null
echo '--- seen'
look --item 1 --out a.pgm
head -c 12 a.pgm
wc -c <a.pgm
glimpse --exhibit usb.raw --item 2 --out b.pgm --operator 'S. Supervisor' --reason 'to see'
look --item 1 --out a.pgm
look --item 1 --out nowhere/a.pgm
echo '--- not as it was'
mv usb.raw away
look --item 1 --out c.pgm
exhibit usb.raw 'files 3' 'bytes 2097152'
look --item 1 --out c.pgm
ls ./*.pgm
echo '--- on record'
grep -o '"event":"\(viewed\|view_failed\|refused\)","object":"[^"]*","outcome":"[^"]*"' \
  winnow-case/audit.jsonl
grep '"event":"viewed"' winnow-case/audit.jsonl | head -1 | grep -o '"detail":{.*' |
  grep -o '"\(path\|digest\|reason\|at\|account\)":"'
winnow verify | head -1
