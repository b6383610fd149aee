# Plays a language model for write_program: a prompt in, an answer out. Its first program has a number
# out of range, so that it is asked again.
prompt=$(cat)

case $prompt in
"You are an expert"*)
  cat <<'ANSWER'
It adds up the tails of single features. It takes features for independent, so combinations of common
values do not exist for it, and it sees no gap in the middle of a feature.
ANSWER
  ;;
*"# The check"*)
  cat <<'ANSWER'
You are right, a share is at most 1. The whole program again:

```json
{
  "format": 1,
  "name": "unlikely_pairs",
  "detector": "ecod",
  "policy": "The detector knows no dependence, so values that occur are joined that do not go together.",
  "mixture": [
    {
      "weight": 3,
      "seeds": {"by": "score", "from": 0, "to": 0.8},
      "moves": [{"move": "resample", "share": {"from": 0.3, "to": 1}, "pool": "seeds"}]
    },
    {"moves": [{"move": "noise", "factor": [1, 2]}]},
    {"moves": [{"move": "extrapolate", "away_from": "row", "factor": {"from": 0.25, "to": 1}}]},
    {"moves": [{"move": "uniform", "margin": 0.1}]}
  ],
  "explanation": "Each value is common, the row is not. The rest covers what is around the data."
}
```
ANSWER
  ;;
*)
  cat <<'ANSWER'
The detector cannot see dependence, so I break it:

```json
{
  "format": 1,
  "name": "unlikely_pairs",
  "mixture": [{"moves": [{"move": "resample", "share": 1.5}]}]
}
```
ANSWER
  ;;
esac
