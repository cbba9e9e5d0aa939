# Rules of names: shown as they are met, in the answers, and refused where they are wrong.
. "$HELPERS"
exhibit usb.raw 'files 4' 'deleted 2'
list grade1.txt 99
printf '%s\n' 'winnow-indications 1' '# our own' \
  'camera | folder | dcim | camera folder' 'second | file | 2.* | the second' >own.txt

echo "# met by name alone"
status winnow scan usb.raw --hashset grade1.txt --indications own.txt
winnow findings
winnow rank --as-of 2026-01-01 | sed -n 3,8p

echo "# without them"
status winnow scan usb.raw --hashset grade1.txt --no-indications --case other
winnow findings --case other

echo "# rules that are wrong"
printf '%s\n' 'winnow-indications 1' 'camera | folder | dcim' >short.txt
status winnow scan usb.raw --hashset grade1.txt --indications short.txt --case third
printf '%s\n' 'camera | folder | dcim | camera folder' >headless.txt
status winnow scan usb.raw --hashset grade1.txt --indications headless.txt --case third
status winnow scan usb.raw --hashset grade1.txt --indications none.txt --case third
status winnow scan usb.raw --hashset grade1.txt --indications own.txt --no-indications
ls -d third 2>/dev/null
