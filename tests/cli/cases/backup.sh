# A case copied and made again: the same answers, and a manifest that sha256sum reads.
. "$HELPERS"
exhibit usb.raw 'files 30'
exhibit card.raw 'files 3'
list list.txt 3
winnow scan usb.raw card.raw --hashset list.txt --case case >/dev/null 2>&1
winnow backup --case case --out copy --operator 'A. Person' | sed 's/[0-9a-f]\{64\}$/HASH/; s/[0-9,]* bytes/N bytes/'
(cd copy && sha256sum -c manifest.sha256) | sed 's,list-[0-9a-f]*,list-ID,'
find copy -type f | sort | sed 's,list-[0-9a-f]*,list-ID,'
winnow restore --from copy --case again | sed 's/[0-9a-f]\{64\}$/HASH/; s/[0-9,]* bytes/N bytes/'
for answer in findings coverage links 'rank --as-of 2024-05-31'; do
  # shellcheck disable=SC2086
  cmp <(winnow $answer --json --case case 2>&1 | sed "s/ [0-9]* events, head.*//") \
    <(winnow $answer --json --case again 2>&1 | sed "s/ [0-9]* events, head.*//") &&
    echo "same $answer"
done
winnow verify --case case >verified.case
winnow verify --case again >verified.again
diff <(grep -v -i 'audit log' verified.case) \
  <(grep -v -i 'audit log' verified.again | sed 's/^again/case/') && echo 'same verify'
cmp case/journal/usb.raw-*.wj again/journal/usb.raw-*.wj && echo 'same journal'
grep -o '"event":"backed_up","object":"[a-z]*","outcome":"[a-z ]*"' case/audit.jsonl copy/audit.jsonl again/audit.jsonl
grep -o '"event":"restored","object":"[a-z]*","outcome":"[a-z ]*"' case/audit.jsonl again/audit.jsonl
# Gone on with where it was left.
winnow scan usb.raw --hashset list.txt --case again --json | grep -o '"end":"[a-z ]*"'
