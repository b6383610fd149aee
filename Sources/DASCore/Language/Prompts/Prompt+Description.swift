extension Prompt {
  /// Eq. 2: p_description, which names the detector and nothing else.
  var descriptionText: String {
    """
    You are an expert in anomaly detection on tabular data.

    Describe the anomaly detector \(title) for an engineer who has to find its blind spots. It is \
    fitted to normal rows only and gives each row a score; a higher score is more anomalous.
    \(notes)
    Answer in four short sections:

    1. Assumptions. What has to be true of normal rows, and of anomalies, for the detector to work?
    2. Scoring. How is it fitted, and how does a row come by its score? On which properties of the \
    training rows does the score rest (single features, dependence between features, distances, \
    densities, directions, boundaries), and how does it respond when one feature changes, or \
    several together?
    3. Strengths. Which anomalies does it find reliably?
    4. Blind spots. Which rows that are clearly not normal get scores as low as those of normal \
    rows? For each kind, name the mechanism in the score that forgives it, and say what a row has \
    to be like to profit from it: which features, in what combination, how far from which rows, in \
    what direction. Order them by how common they are in practice.

    Describe the type of detector, not one fit of it: you see no data, and what you write serves \
    for any table. Be concrete. Where you do not know the detector, say what its name and the \
    notes imply and no more. No code, no tuning advice, no other detectors; at most 400 words.
    """
  }

  private var notes: String {
    guard let description else { return "" }
    return """

      What its user says of it:

      \(description.trimmed)

      """
  }

  /// The full name where we know it, with the short one, by which programs refer to it.
  var title: String {
    DetectorDescription.named(detector).map { "\($0.title) (`\(detector)`)" } ?? "`\(detector)`"
  }
}

extension String {
  /// Without white space at either end.
  var trimmed: Substring {
    let rest = drop(while: \.isWhitespace)
    guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return rest[...last]
  }
}
