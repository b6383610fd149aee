extension Prompt {
  /// The layout of an answer in JSON: one ```json fence with one object, which holds the policy,
  /// the steps of the program and the explanation.
  var jsonForm: String {
    get throws {
      """
      # Form

      The program is not code but data, which a library runs: a JSON object.

      \(Self.grammar)\(variantRule)

      The JSON Schema of the object, which says all defaults and ranges:

      ```
      \(try MixtureProgram.schema.text())
      ```

      An example for another detector, to show the form and not the strategy:

      ```json
      \(Self.example)
      ```

      # Answer

      \(thinking) answer with one JSON object in one ```json fence, and nothing after \
      it. In it
      - "format" is 1, "name" a short name of your choice for the program, "detector" is \
      "\(target)";
      - "policy" \(policyHint);
      - "mixture", with "snap_discrete" and "keep" where you need them, is the program;
      - "explanation" \(explanationHint).

      Plain JSON: no comments, no trailing commas, no keys beyond the schema's, and no line breaks \
      inside strings.
      """
    }
  }

  private var target: String { variant == .generic ? "any" : detector }

  private var variantRule: String {
    switch variant {
    case .full, .generic: ""
    case .simple: "\n\nDo not use the scores: no seeds by \"score\", no \"score_below\"."
    case .random:
      "\n\nUse the move \"noise\" alone, on seeds by \"all\", without \"keep\"."
    }
  }

  private static let grammar = """
    - "mixture" lists components. Each makes its part of the n_samples rows, by its "weight".
    - A component draws a seed row for each row it makes and applies its "moves" to it, in order.
    - "seeds" are a range of quantiles, "from" to "to", of the training rows in ascending order \
    "by" "score" (the detector's: 0 is the most normal row, 1 the most anomalous), \
    "center_distance" (from the column means) or "neighbor_distance" (to the k-th neighbour: 0 is \
    where rows stand densest). A range needs one of these orders. Without "seeds" every row may be \
    one.
    - An amount ("factor", "share", "deviations", "margin", "noise") is a number, {"from": least, \
    "to": most} (drawn uniformly for each row), or a list (one is drawn for each row).
    - "share" is the share of the features that a move touches, chosen anew for each row.
    - "pool" says where other rows come from: "all" training rows or the component's "seeds".
    - Moves: "noise" at the scale "neighbor_distance" moves a row by about factor times its seed's \
    distance to the k-th neighbour, at the scale "spread" each feature by factor standard \
    deviations; "principal_noise" moves it along the principal directions of "low" or "high" \
    variance; "extrapolate" to x + factor (x - r), r the column means or another row; \
    "interpolate" to x + factor (r - x); "recombine" takes features from other rows, which keep \
    together what they give; "resample" draws each feature by itself from the pool's values; \
    "shift" moves a few features up or down; "uniform" draws features from their widened range.
    - Categories and missing cells need no moves of their own: a category is copied or replaced by \
    another one, never computed with, and a missing cell is a value like any other.
    - "keep" makes "candidates" times as many rows and keeps those that meet its conditions. It \
    holds for the whole program, so a "score_below" takes the tails away that coverage \
    requirements: rather aim by seeds and moves.
    """

  /// Aims at a made-up detector, so that no answer can be a copy of it. A test reads it as a
  /// program.
  static let example = """
    {
      "format": 1,
      "name": "range_check_gaps",
      "detector": "range_check",
      "policy": "The detector flags a row only if a feature leaves its training range. It sees \
    neither which values go together nor empty places inside the ranges. So features are mixed \
    between rows, first of all between rows far from the centre, whose values are least alike; \
    rows step off the data within the ranges; and the general kinds keep the rest of the space \
    covered.",
      "snap_discrete": true,
      "mixture": [
        {
          "weight": 2,
          "seeds": {"by": "center_distance", "from": 0.5, "to": 1},
          "moves": [{"move": "recombine", "share": {"from": 0.3, "to": 0.6}, "pool": "seeds"}]
        },
        {
          "weight": 1.5,
          "seeds": {"by": "score", "from": 0, "to": 0.9},
          "moves": [
            {"move": "resample", "share": 0.2},
            {"move": "noise", "scale": "neighbor_distance", "factor": [1, 2, 4]}
          ]
        },
        {"moves": [{"move": "recombine", "share": 0.5}]},
        {"moves": [{"move": "noise", "factor": {"from": 1, "to": 2}}]},
        {"moves": [{"move": "extrapolate", "away_from": "row", "factor": {"from": 0.25, "to": 1}}]},
        {"moves": [{"move": "uniform", "margin": 0.1}]},
        {"moves": [{"move": "shift", "share": 0.15, "deviations": 2}]}
      ],
      "explanation": "Mixed rows keep every value inside its range, which is all that the detector \
    checks, but join values that no normal row joins. Noise of several neighbour distances on the \
    inner 90 % stays within the ranges and leaves the places where rows stand. The last five \
    components are anomalies of a general kind, so that tails and empty space are not left to the \
    classifier's guess."
    }
    """
}
