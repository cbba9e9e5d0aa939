. "$HELPERS"
exhibit usb.raw 'files 6' 'deleted 4' 'closed-volume 1'
exhibit card.raw 'files 2'
exhibit new.qcow2 'unsupported'
list list.txt 4
winnow scan card.raw new.qcow2 usb.raw --hashset list.txt
