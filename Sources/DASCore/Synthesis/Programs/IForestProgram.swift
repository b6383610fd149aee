extension Programs {
  /// Isolation forest splits on one feature at a time, at a random place, a few levels deep.
  package static let iforest = MixtureProgram(
    name: "iforest", detector: "iforest",
    policy: """
      An isolation forest cuts one feature at a time, at random, and stops after about eight cuts. \
      It sees that a value is extreme; it hardly sees that values do not belong together, it gives \
      empty boxes between clusters the depth of their dense neighbours, and it treats all features \
      alike although only few may be wrong. So the dependence between features is broken among its \
      most normal rows, the gaps between and around the data are filled, and its tails are covered \
      too, lest the booster take them for normal.
      """,
    explanation: """
      Recombined and resampled rows of the low-scored half keep every marginal and so every single \
      cut, but not the combinations. Noise at the distance of neighbours leaves the data across \
      the cuts: at four times that distance they stand in empty boxes, which have the depth of the \
      dense ones beside them. The rest is the plain mixture: tails, empty space, faults in few \
      features.
      """,
    components: plainComponents + [
      MixtureComponent(Noise(.neighborDistance, factor: 4)),
      MixtureComponent(
        weight: 0.5, seeds: SeedSelection(.score, to: 0.5), Resample(fraction: 0.5, pool: .seeds)),
    ])
}
