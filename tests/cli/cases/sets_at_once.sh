# Listed as notable and as known or to be ignored: notable.
. "$HELPERS"
exhibit usb.raw 'files 5'
list bad.txt 1
list os.txt 1 2 3
winnow scan usb.raw --hashset bad.txt --known os.txt --ignore os.txt --json 2>/dev/null >/dev/null
echo "exit status $?"
winnow findings --json | grep -o '"path":"[^"]*"\|"set":"[^"]*"'
winnow coverage --json | grep -o '"files":{"listed":5,"matched":[0-9]*\|"known_benign":[0-9]*'
