import Testing

@testable import DASCore

@Suite struct VoteSumsTests {
  /// Means of votes to within the fixed point's resolution, in any order; NaN without votes.
  @Test func meansAreThoseOfTheVotes() throws {
    let (first, second) = (try VoteSums(rows: 3), try VoteSums(rows: 3))
    for vote in [0.25, 1, 0] { first.base[0] += VoteSums.one + VoteSums.vote(vote) }
    second.base[0] += VoteSums.one + VoteSums.vote(1 / 3)
    for _ in 0..<10_000 { second.base[1] += VoteSums.one + VoteSums.whole }
    first.add(second)
    #expect(abs(first.mean(0) - (1.25 + 1 / 3) / 4) < 1e-10)
    #expect(first.mean(1) == 1)
    #expect(first.mean(2).isNaN)
  }

  @Test func votesAreWholeNumbers() {
    #expect(VoteSums.vote(0) == 0 && VoteSums.vote(1) == VoteSums.whole)
    #expect(VoteSums.mean(of: 3 * VoteSums.whole / 2, votes: 3) == 0.5)
  }
}
