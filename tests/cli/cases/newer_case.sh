. "$HELPERS"
exhibit usb.raw 'files 3'
list list.txt 1
mkdir winnow-case
echo '{"winnow_case": 7}' >winnow-case/case.json
winnow scan usb.raw --hashset list.txt
echo "exit status $?"
winnow findings
echo "exit status $?"
ls winnow-case
cat winnow-case/case.json

# A sound case of which one file is of a later version: no command touches it.
winnow scan usb.raw --hashset list.txt --case sound >/dev/null 2>&1
journal=journal/usb.raw-f4eaa189.wj
try_all() {
  echo "--- $1"
  find newer -type f | sort | xargs sha256sum >before
  for command in 'scan usb.raw --hashset list.txt' rank findings coverage links verify \
    'verify --rebuild' 'reproduce --exhibit usb.raw --item file:0:0' \
    'bench list.txt --seconds 1' 'backup --out copy'; do
    # shellcheck disable=SC2086
    winnow $command --case newer 2>&1 | sed 's/program reads [0-9]*/program reads N/'
    echo "exit status ${PIPESTATUS[0]}"
  done
  find newer -type f | sort | xargs sha256sum | cmp - before && echo 'as before'
  ls -d copy* 2>/dev/null
  rm -rf newer
}
cp -r sound newer
printf '\011' | dd of=newer/$journal bs=1 seek=8 conv=notrunc status=none
try_all journal
cp -r sound newer
sed -i '1s/^{/{"audit_format":2,/' newer/audit.jsonl
try_all 'audit log'
cp -r sound newer
printf '\0\0\0\143' | dd of=newer/case.db bs=1 seek=60 conv=notrunc status=none
try_all database
