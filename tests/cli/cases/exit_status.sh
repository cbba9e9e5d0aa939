# 0 complete, nothing met; 1 met; 2 could not run; 3 not complete.
. "$HELPERS"
exhibit quiet.raw 'files 3'
exhibit locked.raw 'files 3' 'encrypted 1'
exhibit listed.raw 'files 8'
exhibit broken.raw 'broken'
list list.txt 7
status winnow scan quiet.raw --hashset list.txt --case a
status winnow scan listed.raw --hashset list.txt --case b
status winnow scan broken.raw --hashset list.txt --case c
status winnow scan locked.raw --hashset list.txt --case d
status winnow scan quiet.raw locked.raw --hashset list.txt --case e
status winnow scan quiet.raw locked.raw listed.raw --hashset list.txt --case f
status winnow scan quiet.raw --until inventory --case g
[ -e c ] || echo 'no case was made of it'
