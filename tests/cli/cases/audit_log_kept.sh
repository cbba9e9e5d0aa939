# A damaged audit log is kept, a cut one gone on with, and neither keeps a scan from running.
. "$HELPERS"
events() { grep -o '"event":"[a-z_]*","object":"[^"]*","outcome":"[^"]*"' winnow-case/audit.jsonl; }
audit_lines() { grep '^[Aa]udit'; }
exhibit usb.raw 'files 9'
list list.txt 1
scan() { winnow scan usb.raw --hashset list.txt --json 2>messages | grep -o '"audit_head":"[0-9]*:'; }
scan
echo '--- a power cut'
printf '{"seq":6,"ts' >>winnow-case/audit.jsonl
winnow verify | audit_lines
events | tail -2
grep -o '"bytes":"[0-9]*"' winnow-case/audit.jsonl
echo '--- killed before audit.head was replaced'
cp winnow-case/audit.head before
winnow verify >/dev/null
cp before winnow-case/audit.head
winnow verify | audit_lines
echo '--- damage'
sed -i 's/begun/Begun/' winnow-case/audit.jsonl
cp winnow-case/audit.jsonl damaged
scan
cat messages
cmp damaged winnow-case/audit.1.jsonl.old && echo 'the damaged log is kept'
events
grep -o '"fault":"[^"]*"' winnow-case/audit.jsonl
winnow verify | audit_lines
echo '--- a rebuild'
sed -i 's/begun/Begun/' winnow-case/audit.jsonl
winnow verify --rebuild | audit_lines
events
winnow verify | audit_lines
echo '--- a log that was removed'
rm winnow-case/audit.*
winnow verify | audit_lines
ls winnow-case
scan
echo '--- a full disk'
rm winnow-case/audit.*
ln -s /dev/full winnow-case/audit.jsonl
winnow scan usb.raw --hashset list.txt
echo "exit status $?"
