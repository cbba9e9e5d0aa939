# What full examinations found, on record; figures of it; who may and who may not.
. "$HELPERS"
exhibit usb.raw 'files 6'
exhibit card.raw 'files 4'
exhibit old.raw 'files 3'
list list.txt 1
winnow scan usb.raw card.raw old.raw --hashset list.txt --operator 'O. Operator' >/dev/null
echo "scan: exit status $?"
people() { winnow people --grant "$1" "$2" --operator 'A. Admin' >/dev/null; }
people 'A. Admin' administrator
people 'E. Examiner' examiner
people 'S. Super' supervisor
for ref in usb.raw card.raw; do
  winnow intake "$ref" --seized-at 2024-01-01 --holder suspect --operator 'O. Operator' \
    >/dev/null
done
winnow intake phone --seized-at 2024-01-21 --holder victim --operator 'O. Operator' >/dev/null
echo '-- recorded'
winnow outcome usb.raw --result listed --items 12 --hours 6.5 --at 2024-02-01 \
  --operator 'E. Examiner'
winnow outcome card.raw --result unlisted --items 1 --at 2024-02-05 --operator 'E. Examiner'
winnow outcome phone --result impossible --at 2024-02-09 --operator 'S. Super'
echo '-- refused'
refused() { winnow outcome "$@" || echo "exit status $?"; }
refused old.raw --result nothing --operator 'O. Operator'
refused old.raw --result nothing --operator 'A. Admin'
refused old.raw --result nothing --at 2100-01-01 --operator 'E. Examiner'
refused usb.raw --result nothing --at 2001-01-01 --operator 'E. Examiner'
refused nowhere --result nothing --operator 'E. Examiner'
refused --propose 1 --operator 'O. Operator'
refused --propose-weights
echo '-- misused'
refused
refused old.raw --operator 'E. Examiner'
refused old.raw --result clean --operator 'E. Examiner'
refused old.raw --result nothing
refused old.raw --result nothing --items 3 --operator 'E. Examiner'
refused old.raw --result nothing --hours none --operator 'E. Examiner'
refused --figures --propose 2 --operator 'E. Examiner'
refused --figures --items 2
refused --propose 2 --json --operator 'E. Examiner'
refused --figures --seed x
echo '-- on record'
grep -o '"event":"\(outcome\|refused\)","object":"[^"]*","outcome":"[^"]*"' \
  winnow-case/audit.jsonl
echo '-- figures'
winnow outcome --figures --as-of 2024-02-10
winnow outcome --figures --json --as-of 2020-01-01
