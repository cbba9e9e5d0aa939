. "$HELPERS"
# A sound case, whose journal says that it was laid out by the version before.
attempt() {
  local code=0
  "$@" || code=$?
  echo "exit status $code"
}
exhibit usb.raw 'files 3'
exhibit other.raw 'files 4'
list list.txt 1
winnow scan usb.raw --hashset list.txt >/dev/null 2>&1
journal=$(ls winnow-case/journal/*.wj)
printf '\001' | dd of="$journal" bs=1 seek=8 conv=notrunc status=none
cp "$journal" winnow-case/case.db .
attempt winnow scan usb.raw --hashset list.txt
attempt winnow scan other.raw --hashset list.txt
attempt winnow findings
attempt winnow coverage
attempt winnow rank
attempt winnow verify
attempt winnow verify --rebuild
attempt winnow reproduce --exhibit usb.raw --item file:0:0
ls winnow-case/journal
cmp "$(basename "$journal")" "$journal" && cmp case.db winnow-case/case.db && echo 'as before'
grep -o '"event":"[a-z]*","object":"case","outcome":"[a-z ]*"' winnow-case/audit.jsonl
