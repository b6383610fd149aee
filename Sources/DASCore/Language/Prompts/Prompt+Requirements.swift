extension Prompt {
  /// The requirements of Eq. 1. Their numbers come from measurements of what made programs good or
  /// bad over many tables; docs/method/method.md and docs/design/decisions report them.
  var requirements: String {
    let list = (variant == .random ? [] : [seeds, distance, coverage, variety]) + general
    let numbered = list.enumerated().map { "\($0.offset + 1). \($0.element)" }
    return "# Requirements\n\n" + numbered.joined(separator: "\n")
  }

  // MARK: - Strategy

  private var seeds: String {
    if variant == .simple {
      return "Start from training rows and change them so that they fall into the detector's "
        + "blind spots, as far as its description tells them."
    }
    let aim =
      variant == .generic
      ? "Nothing is known of the detector but its scores."
      : "Aim the components at the blind spots of this detector, each at one that you can name."
    return """
      Seeds. Borderline normal rows, those whose scores are the highest among the training rows \
      that still pass for normal, are promising seeds: a small step takes them out of the normal \
      region. This is encouragement, not a rule: use a better strategy where you know one. \(aim)
      """
  }

  private var distance: String {
    """
    Distance. No copies, and no near copies, of training rows: they ruin the classifier. A good \
    step off the data is 1 to 4 times the distance from a row to its nearest neighbours (say, the \
    5th), measured with every feature divided by its standard deviation; less is noise within the \
    normal rows. Never draw rows between a row and its nearest neighbours: such rows are normal. \
    And no row lies beyond a column's range by more than a few times the width of that range.
    """
  }

  private var coverage: String {
    """
    Coverage. The classifier calls normal whatever it saw no hard anomalies near to, so a program \
    that stays in one place, such as around the densest part of the data, undoes what the detector \
    knew. Put rows all around the data: between its groups, along its sides, beyond its tails, in \
    the empty space of its range. So give half of the rows or more to general kinds of anomaly, \
    and the rest to \(special). General kinds that have proved themselves, in about equal parts: \
    half of the features taken from another row; noise of 1 and of 2 times the distance to the \
    neighbours, from any row; extrapolation away from another row by 0.25 to 1 of the difference; \
    uniform values in the slightly widened range; a few features (about 15 %) moved by 2 standard \
    deviations. Not each of these rows need be hard, but of all rows a third or more should be.
    """
  }

  private var special: String {
    variant == .generic
      ? "what an unknown detector is likely to miss" : "this detector's blind spots"
  }

  private var variety: String {
    """
    Variety. Mix several components, draw seeds widely, and vary strength, direction and the \
    features that are touched from row to row. Do not filter everything by one score or distance: \
    what is left is too much alike.
    """
  }

  // MARK: - What any program must do

  private var general: [String] { kind == .json ? [anyTable] : [anyTable] + pythonRules }

  private var anyTable: String {
    let start = """
      Any table. From ten rows to millions, from one column to thousands; columns on wildly \
      different scales; constant columns; discrete columns (flags, counts, codes); repeated rows. \
      Assume no meaning, order, unit or distribution of any column, and no size of the table.
      """
    if kind == .json {
      return start + """
         The library does the rest: moves work in units of each column's spread, constant columns \
        stay constant, `snap_discrete` keeps discrete columns to values that occur, and exactly \
        n_samples finite rows come out, the same for the same seed.
        """
    }
    return start + """
       Work in units of each column's spread. Leave constant columns as they are. Treat a column \
      as discrete if it has two values, or few for the number of rows, and put its new values back \
      on values that occur in it.
      """
  }
}
