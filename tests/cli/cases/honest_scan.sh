# What was not begun, not finished, not read again or skipped is said.
. "$HELPERS"
exhibit usb.raw 'files 30' 'skipped 1' 'skipped 2' 'stall 20'
exhibit card.raw 'files 2'
list list.txt 3
winnow scan usb.raw card.raw --hashset list.txt --case case >answer 2>messages &
scan=$!
until grep -qs 'listed file' messages; do sleep 0.05; done
kill -INT $scan
wait $scan
echo "exit status $?"
grep 'not begun\|NOT FINISHED\|Case folder' answer
winnow rank --case case --as-of 2024-01-01 | head -3
winnow scan usb.raw card.raw --hashset list.txt --case case 2>/dev/null >answer
grep 'not begun\|NOT FINISHED\|skipped\|Case folder' answer
winnow coverage --case case --exhibit usb.raw | grep skipped
winnow scan usb.raw --hashset list.txt --case case | grep 'again\|Case folder'
winnow scan card.raw --exhibit-ref twin --hashset list.txt --case case >/dev/null
winnow scan card.raw card.raw --exhibit-ref a --exhibit-ref b --hashset list.txt --case other \
  >/dev/null
