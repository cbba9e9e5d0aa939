# A child that dies again and again: the answer is that of one that lives.
. "$HELPERS"
exhibit alive.raw 'files 20' 'encrypted 3'
exhibit dying.raw 'files 20' 'encrypted 3' 'die-after 2'
list list.txt 0 7 19
winnow scan alive.raw --hashset list.txt --case a --exhibit-ref x >/dev/null 2>&1
echo "exit status $?"
winnow scan dying.raw --hashset list.txt --case b --exhibit-ref x >/dev/null 2>&1
echo "exit status $?"
for answer in findings coverage 'rank --as-of 2024-01-01'; do
  winnow $answer --json --case a >a.json
  winnow $answer --json --case b >b.json
  cmp a.json b.json && echo "same $answer"
done
winnow scan dying.raw --hashset list.txt --case b --exhibit-ref x --json 2>/dev/null | tail -1
