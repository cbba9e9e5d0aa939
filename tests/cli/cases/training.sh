# Who completed the guided first run: nobody, without the page; the unit sets the days.
export WINNOW_STATE=$PWD/state
winnow training
winnow training --valid-days 180 --operator 'S. Supervisor'
winnow training --json
echo '--- on record'
grep -o '"event":"[a-z_]*","object":"training","outcome":"set","detail":{[^}]*}' state/training/audit.jsonl
winnow training --valid-days 0
echo "exit status $?"
winnow training --complete 'A. Person'
echo "exit status $?"
