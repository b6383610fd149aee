extension Programs {
  /// A consensus averages scaled scores of detectors of different kinds.
  package static let consensus = MixtureProgram(
    name: "consensus", detector: "consensus",
    policy: """
      A consensus averages detectors that look at the data in different ways, so a row is normal \
      to it only if it is normal, or nearly so, to most of them. What one member misses another \
      sees; no weakness is left that all rows could aim at. So every kind of anomaly gets the same \
      part: broken dependence, noise at the distance of neighbours, tails, empty space, faults in \
      few features.
      """,
    explanation: """
      This is the plain mixture. A member that sees an anomaly is outvoted by those that do not, \
      which leaves the booster much to learn in each of its parts.
      """,
    components: plainComponents)
}
