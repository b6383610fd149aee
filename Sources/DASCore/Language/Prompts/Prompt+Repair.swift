extension Prompt {
  /// Follows the answer that failed, in the same conversation.
  var repairText: String {
    """
    Your answer was checked and cannot be used yet. This failed:

    \((description ?? "").trimmed)

    Find the cause in your answer and correct it. Where the message is about the form, correct the \
    form and keep the strategy. Where it is about the rows that the program made, change what \
    makes them, and see that the other requirements still hold.\(locations)

    Answer again in full, not only with what changed, and in the layout that the task asks for: \
    \(layout)
    """
  }

  private var locations: String {
    if kind == .pythonRepair { return "" }
    return """
       Lines and columns count from 1 and from the first line of your answer; in a path such as \
      program.mixture[0].moves[1].share the first item is [0]. If your answer was cut off, make it \
      shorter.
      """
  }

  private var layout: String {
    kind == .jsonRepair
      ? "one JSON object in one ```json fence, with \"format\", \"name\", \"detector\", "
        + "\"policy\", \"mixture\" and \"explanation\"."
      : "POLICY:, PROGRAM: with one ```python fence that holds the whole program, EXPLANATION:."
  }
}
