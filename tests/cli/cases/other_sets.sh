# Other sets: examined anew, and the earlier record kept.
. "$HELPERS"
exhibit usb.raw 'files 5'
list one.txt 1
list two.txt 2
scan() { winnow scan usb.raw "$@" --json | tail -1; }
scan --hashset one.txt
scan --hashset one.txt --threads 3 --serial
scan --hashset two.txt --hashset one.txt
scan --hashset one.txt --hashset two.txt
scan --hashset one.txt --known two.txt
ls winnow-case/journal | sed 's/-[0-9a-f]*\./-X./'
winnow coverage --json | grep -o '"known_benign":[0-9]*'
