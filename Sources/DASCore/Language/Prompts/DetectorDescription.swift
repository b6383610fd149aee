/// What is known of a built-in detector: the answer to the description prompt, written by hand.
struct DetectorDescription: Sendable {
  let name: String
  let title: String
  let description: String

  static func named(_ name: String) -> DetectorDescription? { all.first { $0.name == name } }

  static let all = [
    DetectorDescription(
      name: IsolationForest.name, title: "isolation forest",
      description: """
        Assumption: anomalies are few and lie apart, so that random cuts isolate them early.
        Scoring: each of about a hundred trees gets a random sample of some 256 rows and cuts it, \
        one random feature at a time, at a random place in the feature's range, until about eight \
        cuts deep. The score falls with the mean depth at which a row ends, corrected by the \
        number of training rows that end there.
        Strengths: extreme values in one or more features, far clusters.
        Blind spots: cuts run along single features and are few, so values that do not belong \
        together are hardly seen as long as each value is common; empty boxes between and beside \
        clusters are as deep as the dense boxes in line with them along an axis; a fault in few of \
        many features is rarely the feature that is cut; deviations across a correlation, smaller \
        than the features' own spread, change no depth.
        """),
    DetectorDescription(
      name: PCA.name, title: "principal component analysis",
      description: """
        Assumption: normal rows fill one ellipsoid, or lie near a linear subspace.
        Scoring: features are standardised and rows projected on the principal directions. The \
        score is a sum of distances along them, weighted by the inverse of the variance that each \
        direction holds; or the squared distance to the subspace of the leading directions.
        Strengths: rows that break a linear dependence between features, where directions of small \
        variance leave no room.
        Blind spots: it knows means and covariances alone. Holes inside the ellipsoid, between \
        clusters or inside a ring, score like its centre. Moves along the directions of high \
        variance cost next to nothing, even beyond the range of the data. Non-linear dependence is \
        invisible, and where the variance is spread over many directions, so is a fault in a few \
        features.
        """),
    DetectorDescription(
      name: OneClassSVM.name, title: "one-class support vector machine",
      description: """
        Assumption: normal rows lie in a region that one smooth boundary can enclose.
        Scoring: with a gaussian kernel of one width for the whole space, the score is minus a \
        weighted sum of similarities to the support vectors, less a threshold: high where no \
        support vector is near on the scale of the kernel.
        Strengths: rows far from all training rows on that scale.
        Blind spots: the boundary keeps a margin of several distances between neighbours, so rows \
        just off the data are inside; it bridges gaps between clusters and bulges over concave \
        sides. One width serves dense and sparse places alike: structure finer than the width, \
        such as a narrow dependence between features, is smoothed away. In many dimensions \
        similarities are nearly equal, and a fault in few features hardly changes them.
        """),
    DetectorDescription(
      name: ECOD.name, title: "ECOD, outlier detection by empirical cumulative distributions",
      description: """
        Assumption: anomalies lie in the tails of single features, and features are independent.
        Scoring: each feature's value is turned into the probability of a value as extreme, on the \
        left, on the right, or on the side to which the feature is skewed; the score is the sum of \
        the negative logarithms over features.
        Strengths: extreme values, the more so in several features at once.
        Blind spots: dependence between features does not exist for it, so any combination of \
        common values is normal. Gaps in the middle of a feature, and holes of any shape, cost \
        nothing: only order counts. Near the medians the score is lowest, although no row may live \
        there. How far a value lies beyond the range does not matter, and one extreme value is \
        outvoted by many central ones.
        """),
    DetectorDescription(
      name: DRL.name, title: "DRL, decomposed representation learning",
      description: """
        Assumption: normal rows are compositions of a few basis vectors in a latent space; \
        anomalies are not.
        Scoring: small networks map a row to weights on a few fixed orthogonal vectors and are \
        trained so that the composition reproduces the row's own latent representation, and that \
        this can be decoded to the row's direction; the score is what remains of the one and is \
        missed by the other, averaged over networks.
        Strengths: rows that break the dependence between features which the networks learnt.
        Blind spots: the maps are close to linear, so rows that stay in the directions of high \
        variance still decompose well, also far beyond the range of the data, and so do holes and \
        gaps between clusters, which are mixtures of normal rows. Features of little variance \
        carry little weight in the representation, and a fault in them is lost.
        """),
    DetectorDescription(
      name: KNN.name, title: "distance to the k-th nearest neighbour",
      description: """
        Assumption: normal rows have close neighbours, anomalies have none.
        Scoring: the score is the Euclidean distance to the k-th nearest training row, k about 5.
        Strengths: rows far from all others, in any direction and with any dependence between \
        features.
        Blind spots: one threshold and one unit hold for all places and features. Where rows stand \
        dense, a row that is far off by the measure of its surroundings is still near by the \
        measure of sparse places. Small but impossible moves, such as across a narrow dependence \
        or in directions of low variance, hardly add to the distance. In many features a fault in \
        a few of them drowns in the distances that normal rows have anyway.
        """),
    DetectorDescription(
      name: LOF.name, title: "local outlier factor",
      description: """
        Assumption: a normal row stands as dense as its neighbours do.
        Scoring: the score is the ratio of the neighbours' local density to the row's own, by mean \
        reachability distances among the k nearest training rows, k about 20.
        Strengths: rows just off a dense cluster, whatever the density elsewhere.
        Blind spots: it compares with neighbours and forgives any distance where those stand wide \
        apart themselves: sparse fringes, the space between sparse groups, and beyond them. Small \
        clusters far from everything look normal once they have k members. Directions of low \
        variance and faults in few of many features hardly count in the distance. Between two \
        clusters the densities of both are mixed.
        """),
    DetectorDescription(
      name: Consensus.name, title: "consensus, the mean score of several detectors",
      description: """
        Assumption: no single detector is right everywhere, and what most of them call normal is.
        Scoring: empirical tail probabilities, the distance to the fifth neighbour and the local \
        outlier factor, both of standardised features, score a row; each score is scaled to \
        0 ... 1 over the training rows, and the result is their weighted mean.
        Strengths: rows that several of the members find odd, and extremes of any one of them.
        Blind spots: a row that only one member sees is outvoted by the others, such as a broken \
        dependence between common values, which tail probabilities do not see. Gaps between dense \
        groups and small moves along directions of high variance are seen by few. A member with a \
        long tail of training scores scales most rows to nearly 0 and hardly counts.
        """),
  ]
}
