# What cannot be: one line on standard error each, exit status 2, nothing written.
. "$HELPERS"
exhibit usb.raw 'files 3'
exhibit broken.raw 'broken'
exhibit a.E01 'files 3'
exhibit a.E03 'files 3'
mkdir folder other
exhibit other/usb.raw 'files 4'
list list.txt 1
printf '%s\n' 'd41d8cd98f00b204e9800998ecf8427g  x' >bad.txt
: >empty.txt
scan() { winnow scan "$@" --case case || echo "exit status $?"; }
scan nothing.raw --hashset list.txt
scan usb.raw nothing.raw --hashset list.txt
scan a.E01 --hashset list.txt
scan a.E03 --hashset list.txt
scan broken.raw --hashset list.txt
scan usb.raw
scan usb.raw --hashset nothing.txt
scan usb.raw --hashset folder
scan usb.raw --hashset bad.txt
scan usb.raw --hashset empty.txt
scan usb.raw usb.raw --hashset list.txt
scan usb.raw --exhibit-ref a --exhibit-ref b --hashset list.txt
scan usb.raw --hashset list.txt --digests sha1
winnow scan folder --hashset list.txt --case folder/case || echo "exit status $?"
winnow scan usb.raw --hashset list.txt --case folder/../usb.raw || echo "exit status $?"
winnow scan usb.raw --hashset list.txt --case other || echo "exit status $?"
winnow rank --case nowhere || echo "exit status $?"
ls
ls folder other
