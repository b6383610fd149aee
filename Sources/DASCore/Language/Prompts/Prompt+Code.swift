extension Prompt {
  /// Eq. 1: p_code, the description of the detector, the objective and the requirements, then the
  /// form of the answer.
  var codeText: String {
    get throws {
      let form = kind == .json ? try jsonForm : pythonForm
      let parts = [task, about, objective, requirements, form]
      return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }
  }

  private var task: String {
    """
    # Task

    You write a synthesis program for anomaly detection on tabular data. It makes hard anomalies: \
    synthetic rows that \(detectorPhrase) takes for normal although they are not. A classifier \
    then learns to tell the normal training rows from the hard anomalies, and its score is added \
    to the detector's: what the detector misses, the classifier is to see.

    You write the program once and see no data. It then runs, unchanged, on every table on which \
    such a detector is used, so it must rest on how the detector works, never on a particular table.
    """
  }

  private var detectorPhrase: String {
    variant == .generic ? "an anomaly detector" : "the detector"
  }

  // MARK: - The detector

  private var about: String {
    if variant == .generic { return "" }
    return """
      # The detector

      The detector is \(title), fitted to normal rows only.

      \(knowledge)
      """
  }

  private var knowledge: Substring {
    (description ?? DetectorDescription.named(detector)?.description
      ?? """
      No description of it is given. Start from what you know of detectors of this name: what they \
      assume, how they score, and which rows that are not normal they score low. State in the \
      policy what you took it to be.
      """).trimmed
  }

  // MARK: - The objective

  private var objective: String {
    """
    # Objective

    The program has
    - `X_train`: the normal rows on which the detector was fitted, n rows and d columns of numbers;
    \(modelInterface)
    - `n_samples`: how many rows to make.

    \(goal)
    """
  }

  private var modelInterface: String {
    switch variant {
    case .full, .generic:
      """
      - `model`: the fitted detector. `model.predict_score()` gives each row of a table a score, \
      higher = more anomalous. Nothing else of it can be seen;
      """
    case .simple, .random:
      "- `model`: the fitted detector. Do not ask it for scores: this program works without them;"
    }
  }

  private var goal: String {
    if variant == .random {
      return """
        Make n_samples rows by random perturbation: rows of `X_train` drawn at random, each \
        changed at random. Follow no other strategy.
        """
    }
    return """
      Make n_samples hard anomalies. A row is one if
      - the detector does not flag it: its score is at most the 0.9 quantile of the training rows' \
      scores; and
      - it is not normal: it breaks something that holds for the training rows, such as a \
      dependence between features, a gap between groups, a boundary, or the density at its place.

      Both count. A row that scores low because it *is* normal makes the classifier doubt normal \
      rows; a row that any method flags teaches it little.
      """
  }
}
