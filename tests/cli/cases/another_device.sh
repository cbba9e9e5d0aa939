# The same name, another device: never answered out of the first one's record.
. "$HELPERS"
mkdir a b
exhibit a/disk.raw 'files 3'
exhibit b/disk.raw 'files 4'
cp a/disk.raw same.raw
list list.txt 1
winnow scan a/disk.raw --hashset list.txt >/dev/null 2>&1
winnow scan b/disk.raw --hashset list.txt
echo "exit status $?"
winnow scan b/disk.raw --exhibit-ref second --hashset list.txt >/dev/null 2>&1
echo "exit status $?"
winnow scan same.raw --exhibit-ref disk.raw --hashset list.txt --json 2>/dev/null | tail -1
exhibit a/disk.raw 'files 5'
winnow scan a/disk.raw --hashset list.txt
echo "exit status $?"
winnow scan a/disk.raw b/disk.raw --hashset list.txt --case fresh --json 2>/dev/null | tail -1
